namespace Hotline.Tickets.City;

/// <summary>A department proposed by the dispatch catalogue, and why.</summary>
public sealed record DepartmentProposal(Department Department, string Reason);

/// <summary>A category that words of a text speak for.</summary>
/// <param name="Words">The words found.</param>
/// <param name="Certain">Nothing else comes near: a form may be filled in with it.</param>
public sealed record CategoryCandidate(Category Category, IReadOnlyList<string> Words, bool Certain);

/// <summary>A place of the city that a text names.</summary>
/// <param name="Certain">Only one district has a place of this name.</param>
public sealed record PlaceCandidate(string Place, District District, bool Certain);

/// <summary>The city's departments, categories and places, and what they propose (派单目录). Proposals are advice: people decide.</summary>
public sealed class Catalogue(CityRules rules)
{
    public string City => rules.Profile.Name;

    public IReadOnlyList<Department> Departments => rules.Profile.Departments;

    /// <summary>The main categories, with their own.</summary>
    public IReadOnlyList<Category> Categories => rules.Profile.Categories;

    public IReadOnlyList<District> Districts => rules.Profile.Districts;

    public Department? Find(DepartmentId id) => Departments.FirstOrDefault(d => d.Code == id);

    public string? NameOf(DepartmentId? id) => rules.NameOf(id);

    public Category? FindCategory(string? code) => code is null ? null : rules.Categories.GetValueOrDefault(code);

    /// <summary>Main and own name, such as 生态环境 / 噪声.</summary>
    public string? PathOf(string? categoryCode) => Categories
        .SelectMany(main => (main.Children ?? []).Select(own => (own.Code, Path: $"{main.Name} / {own.Name}")).Prepend((main.Code, main.Name)))
        .Where(c => c.Item1 == categoryCode).Select(c => c.Item2).FirstOrDefault();

    /// <summary>The catalogue's department: a row for the district before a row for every district, an own category before its main one.</summary>
    public DepartmentProposal? Propose(string? categoryCode, string? districtCode)
    {
        if (FindCategory(categoryCode) is not { } category) return null;
        var main = Categories.FirstOrDefault(m => m.Children?.Contains(category) == true)?.Code;
        var row = Row(category.Code, districtCode) ?? (main is null ? null : Row(main, districtCode));
        return row is null || Find(row.Department) is not { } department
            ? null
            : new(department, $"派单目录 {rules.Version}：{PathOf(category.Code)}{(row.Districts is null ? "" : $"（{NameOfDistrict(districtCode)}）")} → {department.Name}");
    }

    /// <summary>Categories whose keywords stand in the text, the best first.</summary>
    public IReadOnlyList<CategoryCandidate> CategoriesIn(string text)
    {
        var found = rules.Categories.Values
            .Select(c => (Category: c, Words: (c.Keywords ?? []).Where(w => text.Contains(w, StringComparison.Ordinal)).ToList()))
            .Where(c => c.Words.Count > 0)
            .OrderByDescending(c => Weight(c.Words)).ThenBy(c => c.Category.Code, StringComparer.Ordinal).Take(5).ToList();
        return [.. found.Select((c, i) => new CategoryCandidate(c.Category, c.Words, i == 0 && (found.Count == 1 || Weight(c.Words) >= 2 * Weight(found[1].Words))))];
    }

    /// <summary>Places named in the text, the longest names first and whole districts last.</summary>
    public IReadOnlyList<PlaceCandidate> PlacesIn(string text)
    {
        var found = Districts
            .SelectMany(d => d.Places.Append(d.Name).Where(p => text.Contains(p, StringComparison.Ordinal)).Select(p => (Place: p, District: d)))
            .OrderBy(f => f.Place == f.District.Name).ThenByDescending(f => f.Place.Length).ToList();
        return [.. found.Select(f => new PlaceCandidate(f.Place, f.District, found.TrueForAll(o => o.District == f.District)))];
    }

    private static int Weight(List<string> words) => words.Sum(w => w.Length);

    private string? NameOfDistrict(string? code) => Districts.FirstOrDefault(d => d.Code == code)?.Name;

    private DispatchRow? Row(string category, string? district)
    {
        var rows = rules.Profile.DispatchCatalogue.Where(r => r.Category == category).ToList();
        return rows.Find(r => district is not null && r.Districts?.Contains(district) == true) ?? rows.Find(r => r.Districts is null);
    }
}
