using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Tickets;

namespace Hotline.Search.Elasticsearch;

/// <summary>A case as the index keeps it: what the engine in this process keeps, masked alike, and nothing else of the ticket.</summary>
/// <param name="Places">The marks of the places it names, to count how common each is.</param>
internal sealed record CaseDocument(
    string Number, string Title, string Text, string? Place, IReadOnlyList<string> Places, string? District, string? Category,
    DateTimeOffset AcceptedAt, string State, bool Closed, string? Department)
{
    /// <summary>Chinese as it is: escaped it would be twice as long.</summary>
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="entry">Masked.</param>
    internal static CaseDocument Of(CaseEntry entry) => new(
        entry.Number, entry.Title, entry.Text, entry.Place, PlacesOf(entry), entry.District, entry.Category, entry.AcceptedAt, entry.Status.State, entry.Status.Closed, entry.Status.Department);

    internal CaseEntry Entry(string id) =>
        new(TicketId.Parse(id, null), Number, Title, Text, Place, District, Category, AcceptedAt, new(State, Closed, Department));

    private static List<string> PlacesOf(CaseEntry entry)
    {
        var named = CaseText.PlacesOf(entry.Title, entry.Text, entry.Place, district: null).Values;
        return entry.District is { Length: > 0 } district ? [.. named, CaseText.DistrictMark(district)] : [.. named];
    }
}

/// <summary>The part of a case that changes.</summary>
/// <param name="Department">Written even when there is none, for a part that is left out would stay as it was.</param>
internal sealed record StatusDocument(string State, bool Closed, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Department);
