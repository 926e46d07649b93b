using System.Text.RegularExpressions;
using Hotline.Telephony.Speech;
using Hotline.Tickets.City;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>What a text says for certain about a ticket (预填), and the categories it may be about, for the agent to choose from.</summary>
internal sealed partial record Prefill(string? District, string? Place, string? Category, IReadOnlyList<Category> Candidates)
{
    internal static Prefill Nothing { get; } = new(null, null, null, []);

    private Evidence? OfPlace { get; init; }

    private Evidence? OfCategory { get; init; }

    /// <param name="lines">What was said on the call, where the evidence of what is filled in lies.</param>
    internal static Prefill From(string text, Catalogue catalogue, IReadOnlyList<TranscriptSegment> lines)
    {
        var categories = catalogue.CategoriesIn(text);
        var category = categories.FirstOrDefault(c => c.Certain)?.Category;
        var named = catalogue.PlacesIn(text).FirstOrDefault(p => p.Certain);
        var place = named is null || named.Place == named.District.Name ? null : named.Place + HouseNumber(text, named.Place);
        return new(named?.District.Code, place, category?.Code, [.. categories.Select(c => c.Category)])
        {
            OfPlace = named is null ? null : Evidence.Of(lines, named.Place),
            OfCategory = category is null ? null : Evidence.Of(lines, categories[0].Words),
        };
    }

    /// <summary>True where it changed the draft. The title follows place and category as they stand in the form, also where the agent has corrected them.</summary>
    internal bool Into(Draft draft, Catalogue catalogue) =>
        draft.District.Suggest(District, OfPlace) | draft.Place.Suggest(Place, OfPlace) | draft.Category.Suggest(Category, OfCategory)
        | draft.Title.Suggest(draft.Place.Value.Length > 0 && catalogue.FindCategory(draft.Category.Value) is { } about ? draft.Place.Value + about.Name : null, OfCategory);

    private static string HouseNumber(string text, string place) =>
        House().Match(text[(text.IndexOf(place, StringComparison.Ordinal) + place.Length)..]).Value;

    [GeneratedRegex(@"^\d{1,5}(-\d{1,3})?(号楼|号院|号|栋|幢)(\d{1,3}单元)?")]
    private static partial Regex House();
}
