using System.Text.RegularExpressions;
using Hotline.Tickets.City;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>What a text says for certain about a ticket (预填), and the categories it may be about, for the agent to choose from.</summary>
internal sealed partial record Prefill(string? District, string? Place, string? Category, string? Title, IReadOnlyList<Category> Candidates)
{
    internal static Prefill Nothing { get; } = new(null, null, null, null, []);

    internal static Prefill From(string text, Catalogue catalogue)
    {
        var categories = catalogue.CategoriesIn(text);
        var category = categories.FirstOrDefault(c => c.Certain)?.Category;
        var named = catalogue.PlacesIn(text).FirstOrDefault(p => p.Certain);
        var place = named is null || named.Place == named.District.Name ? null : named.Place + HouseNumber(text, named.Place);
        var title = place is not null && category is not null ? place + category.Name : null;
        return new(named?.District.Code, place, category?.Code, title, [.. categories.Select(c => c.Category)]);
    }

    /// <summary>True where it changed the draft.</summary>
    internal bool Into(Draft draft) =>
        draft.District.Suggest(District) | draft.Place.Suggest(Place) | draft.Category.Suggest(Category) | draft.Title.Suggest(Title);

    private static string HouseNumber(string text, string place) =>
        House().Match(text[(text.IndexOf(place, StringComparison.Ordinal) + place.Length)..]).Value;

    [GeneratedRegex(@"^\d{1,5}(-\d{1,3})?(号楼|号院|号|栋|幢)(\d{1,3}单元)?")]
    private static partial Regex House();
}
