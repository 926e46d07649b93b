namespace Hotline.Tickets.City;

/// <summary>A category that words of a text speak for.</summary>
/// <param name="Words">The words found.</param>
/// <param name="Certain">Nothing else comes near: a form may be filled in with it.</param>
public sealed record CategoryCandidate(Category Category, IReadOnlyList<string> Words, bool Certain);

/// <summary>A place of the city that a text names.</summary>
/// <param name="Certain">Only one district has a place of this name.</param>
public sealed record PlaceCandidate(string Place, District District, bool Certain);

/// <summary>The city's departments, categories and places, and what they propose (派单目录). Proposals are advice: people decide.</summary>
public sealed class Catalogue(CityRules rules, Precedents? precedents = null, TimeProvider? clock = null)
{
    public string City => rules.Profile.Name;

    public IReadOnlyList<Department> Departments => rules.Profile.Departments;

    /// <summary>The main categories, with their own.</summary>
    public IReadOnlyList<Category> Categories => rules.Profile.Categories;

    public IReadOnlyList<District> Districts => rules.Profile.Districts;

    public Department? Find(DepartmentId id) => Find(rules, id);

    public string? NameOf(DepartmentId? id) => rules.NameOf(id);

    public Category? FindCategory(string? code) => code is null ? null : rules.Categories.GetValueOrDefault(code);

    /// <summary>Main and own name, such as 生态环境 / 噪声.</summary>
    public string? PathOf(string? categoryCode) => PathOf(rules, categoryCode);

    private static string? PathOf(CityRules rules, string? categoryCode) => rules.Profile.Categories
        .SelectMany(main => (main.Children ?? []).Select(own => (own.Code, Path: $"{main.Name} / {own.Name}")).Prepend((main.Code, main.Name)))
        .Where(c => c.Item1 == categoryCode).Select(c => c.Item2).FirstOrDefault();

    /// <summary>For a case of which no more is known.</summary>
    public DepartmentProposal? Propose(string? categoryCode, string? districtCode, string text = "") =>
        Propose(new DispatchQuestion(categoryCode, districtCode, Now, text));

    /// <summary>A precedent of the dispute desk before the catalogue's rule, the rule before the city's fallback unit.</summary>
    public DepartmentProposal? Propose(DispatchQuestion question) => Propose(rules.At(question.At), precedents?.All ?? [], question);

    public DepartmentProposal? Propose(RequestFacts facts) => Propose(DispatchQuestion.Of(facts, Now));

    internal static DepartmentProposal? Propose(CityRules rules, IReadOnlyList<Precedent> precedents, DispatchQuestion question)
    {
        if (Precedent.Best(precedents, question) is { } ruling && Find(rules, ruling.Department) is { } ruled)
            return new(ruled, $"裁定先例 {ruling.Number}：{ruling.Reason} → {ruled.Name}") { Basis = ruling.Basis, Precedent = ruling.Number };
        if (question.Category is not { } category || !rules.Categories.ContainsKey(category)) return null;
        return DispatchMatch.Best(rules, question) is { } row ? ByRule(rules, row, question) : ByFallback(rules, category);
    }

    private static DepartmentProposal? ByRule(CityRules rules, DispatchRow row, DispatchQuestion question) => Find(rules, row.Department) is not { } lead ? null
        : new(lead, $"派单目录 {rules.Version}：{PathOf(rules, question.Category)}{(row.Districts is null ? "" : $"（{rules.Profile.Districts.FirstOrDefault(d => d.Code == question.District)?.Name}）")} → {lead.Name}")
        {
            Basis = row.Basis,
            CoHandlers = [.. (row.CoHandlers ?? []).Select(c => Find(rules, c)).OfType<Department>()],
        };

    private static DepartmentProposal? ByFallback(CityRules rules, string category) => rules.Profile.Fallback is { } unit && Find(rules, unit) is { } department
        ? new(department, $"派单目录 {rules.Version}：{PathOf(rules, category)} 无对应条目，由兜底单位承办 → {department.Name}")
        : null;

    private DateTimeOffset Now => (clock ?? TimeProvider.System).GetUtcNow();

    private static Department? Find(CityRules rules, DepartmentId id) => rules.Profile.Departments.FirstOrDefault(d => d.Code == id);

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
}
