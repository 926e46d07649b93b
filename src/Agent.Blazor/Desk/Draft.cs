using System.Text.Json.Serialization;
using Hotline.Telephony;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Knowledge;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>A ticket being written (草稿): kept on the server, so that neither a reload nor a crash loses a word.</summary>
public sealed class Draft
{
    /// <summary>Also the key under which its ticket is accepted, so that pressing the button again makes no second one.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The call it is written on; null where nobody was on the line.</summary>
    public Guid? CallId { get; init; }

    /// <summary>来电号码; empty when withheld or without a call.</summary>
    public string Caller { get; init; } = "";

    /// <summary>Code of the line that was called (热线); null without a call, or where the number is in no line.</summary>
    public string? Line { get; init; }

    /// <summary>The call was handed to 110 from this desk.</summary>
    public bool Police { get; set; }

    public FormField Type { get; init; } = new();
    public FormField Urgency { get; init; } = new() { Value = "normal" };
    public FormField Title { get; init; } = new();
    public FormField Text { get; init; } = new();
    public FormField Place { get; init; } = new();
    public FormField District { get; init; } = new();
    public FormField Category { get; init; } = new();
    public FormField ContactName { get; init; } = new();
    public FormField ContactNumber { get; init; } = new();
    public FormField Confidential { get; init; } = new();
    public FormField NoReply { get; init; } = new();

    /// <summary>直接答复: what the agent told the citizen; empty where the ticket goes on to a department.</summary>
    public FormField Answer { get; init; } = new();

    /// <summary>不予受理理由: code of the ground; empty where the matter is taken.</summary>
    public FormField Ground { get; init; } = new();

    /// <summary>网格 and 镇街 of the place that was picked; null where the place is words only.</summary>
    public string? Grid { get; set; }
    public string? Town { get; set; }
    public string? GridName { get; set; }

    /// <summary>引用的知识条目 of the answer.</summary>
    public IList<ArticleVersionId> Cited { get; init; } = [];

    [JsonIgnore]
    public CallId? Call => CallId is { } id ? new CallId(id) : null;

    /// <summary>Nobody would miss it.</summary>
    [JsonIgnore]
    public bool IsEmpty => !Police && !ContactNumber.Touched && Words.All(f => f.Value.Length == 0);

    /// <summary>The place that was picked; null: whatever is written from now on is words only.</summary>
    internal void Locate(PlaceChoice? place)
    {
        (Grid, Town, GridName) = (place?.Grid.Code, place?.Town?.Code, place is null ? null : $"{place.Grid.Name} · {place.Town?.Name}");
        if (place is null) return;
        Place.Type(place.Text);
        if (place.District is { } district) District.Type(district.Code);
    }

    internal void Cite(ArticleVersionId article)
    {
        if (!Cited.Contains(article)) Cited.Add(article);
    }

    private IEnumerable<FormField> Words => [Type, Title, Text, Place, District, Category, ContactName, Answer, Ground];

    internal static Draft ForCall(CallId call, string caller, string? line = null)
    {
        var draft = new Draft { CallId = call.Value, Caller = caller, Line = line };
        draft.ContactNumber.Suggest(caller);
        return draft;
    }
}
