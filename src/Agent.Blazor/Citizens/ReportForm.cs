using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;
using Hotline.Tickets.Accepting;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Citizens;

/// <summary>What the citizen typed on the web form 网上反映, word for word: it is shown again when something is wrong.</summary>
public sealed record ReportForm
{
    public string? Type { get; init; }
    public string? Title { get; init; }
    public string? Text { get; init; }
    public string? Place { get; init; }
    public string? District { get; init; }
    public string? Name { get; init; }
    public string? Phone { get; init; }
    public bool Confidential { get; init; }
    public bool WantsNoReply { get; init; }

    /// <summary>A key of this form: sending it again, by a second click or a reload, makes no second ticket.</summary>
    public string? Once { get; init; }

    /// <summary>People do not see this field; what fills it in is no person.</summary>
    public string? Website { get; init; }

    internal Request ToRequest() => new()
    {
        Type = Terms.TryFromCode<RequestType>(Type, out var type) ? type : null,
        Channel = Channel.Web,
        Title = Title,
        Text = Text,
        Place = Filled(Place),
        District = Filled(District),
        RequesterName = Filled(Name),
        Phone = Filled(Phone),
        Confidential = Confidential ? true : null,
        WantsReply = !WantsNoReply,
    };

    /// <summary>What a person is most likely to miss, in the reader's language; the reception checks everything.</summary>
    internal Dictionary<string, string> Missing(IStringLocalizer<CitizenText> words)
    {
        var missing = new Dictionary<string, string>(StringComparer.Ordinal);
        if (string.IsNullOrEmpty(Type)) missing["type"] = words["report.type.missing"];
        if (string.IsNullOrWhiteSpace(Title)) missing["title"] = words["report.title.missing"];
        if (string.IsNullOrWhiteSpace(Text)) missing["text"] = words["report.text.missing"];
        if (Filled(Phone) is { } phone && (phone.Count(char.IsAsciiDigit) < 3 || phone.Any(char.IsLetter))) missing["phone"] = words["report.phone.wrong"];
        return missing;
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
