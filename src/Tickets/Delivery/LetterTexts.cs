using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hotline.Tickets.Delivery;

/// <summary>What one kind of letter says in one language.</summary>
/// <param name="Full">For page and mail; null where it is the same as <paramref name="Text"/>.</param>
/// <param name="Confidential">For phones and mailboxes, where the matter is confidential; null where the text tells nothing of it.</param>
public sealed record LetterWords(string Subject, string Text, string? Full = null, string? Confidential = null);

/// <summary>One kind of letter.</summary>
/// <param name="Call">Request types whose citizens are also called.</param>
internal sealed record LetterForm(IReadOnlyList<DeliveryChannel> Channels, LetterWords Zh, LetterWords En, IReadOnlyList<RequestType>? Call = null);

/// <summary>
/// The texts of letters.json (告知文本). {name} is a place to fill; [[…]], in Chinese also […], is left out when a place in it has
/// nothing to fill it.
/// </summary>
internal static partial class LetterTexts
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What a text for a confidential matter may tell.</summary>
    private static readonly string[] Harmless = ["number", "code", "due", "date", "site", "path", "master", "link", "days"];

    internal static IReadOnlyDictionary<LetterKind, LetterForm> Forms { get; } = Load();

    internal static LetterText Write(LetterKind kind, string? language, bool confidential, IReadOnlyDictionary<string, string?> values) => Write(Forms[kind], language, confidential, values);

    internal static LetterText Write(LetterForm form, string? language, bool confidential, IReadOnlyDictionary<string, string?> values)
    {
        var words = language == "en" ? form.En : form.Zh;
        var full = Fill(words.Full ?? words.Text, values);
        return new(words.Subject, Fill(confidential ? words.Confidential ?? words.Text : words.Text, values), full, confidential);
    }

    /// <summary>The places that are filled in a kind of letter.</summary>
    internal static IReadOnlyList<string> PlacesOf(LetterKind kind) =>
    [
        .. new[] { Forms[kind].Zh, Forms[kind].En }.SelectMany(w => new[] { w.Text, w.Full, w.Confidential }).SelectMany(t => Place().Matches(t ?? "")).Select(m => m.Groups["name"].Value)
            .Concat(["number", "site"]).Distinct(),
    ];

    /// <summary>The first place by which the text for a confidential matter would tell of it; null where there is none.</summary>
    internal static string? Telling(LetterWords words) => Place().Matches(words.Confidential ?? words.Text).Select(m => m.Groups["name"].Value).Except(Harmless).FirstOrDefault();

    private static string Fill(string text, IReadOnlyDictionary<string, string?> values) => Place().Replace(
        Optional().Replace(text, m => Place().Matches(m.Value).All(p => Has(values, p.Groups["name"].Value)) ? m.Groups["in"].Value : ""),
        m => values.GetValueOrDefault(m.Groups["name"].Value) ?? "");

    private static bool Has(IReadOnlyDictionary<string, string?> values, string name) => !string.IsNullOrEmpty(values.GetValueOrDefault(name));

    private static Dictionary<LetterKind, LetterForm> Load()
    {
        using var file = typeof(LetterTexts).Assembly.GetManifestResourceStream("delivery/letters.json")!;
        var forms = JsonSerializer.Deserialize<Dictionary<LetterKind, LetterForm>>(file, Json)!;
        foreach (var kind in Enum.GetValues<LetterKind>())
        {
            if (!forms.TryGetValue(kind, out var form)) throw new InvalidOperationException($"letters.json has no text for {kind.Code()}.");
            foreach (var words in new[] { form.Zh, form.En }) Check(kind, words);
        }

        return forms;
    }

    private static void Check(LetterKind kind, LetterWords words)
    {
        if (Telling(words) is { } told)
        {
            throw new InvalidOperationException($"letters.json: the confidential text of {kind.Code()} would tell {{{told}}}. Give it a text without.");
        }
    }

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"\[\[(?<in>[^\]]*)\]\]|\[(?<in>[^\[\]]*\{[^\[\]]*)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Optional();
}
