using Hotline.Tickets;
using Hotline.Tickets.City;

namespace Hotline.Agent.Blazor.Design;

/// <summary>The city's catalogue and units as trees to choose from.</summary>
public static class CityTrees
{
    /// <summary>诉求分类, by code.</summary>
    public static IReadOnlyList<TreeChoice> Categories(Catalogue city) =>
        [.. city.Categories.Select(main => new TreeChoice(main.Code, main.Name, [.. (main.Children ?? []).Select(own => new TreeChoice(own.Code, own.Name, []))]))];

    /// <summary>承办单位 below those they stand under, by code.</summary>
    public static IReadOnlyList<TreeChoice> Units(Catalogue city)
    {
        var below = city.Departments.ToLookup(d => d.Parent is { } parent && city.Departments.Any(p => p.Code == parent && p.Code != d.Code) ? parent : (DepartmentId?)null);
        return Below(null, []);

        IReadOnlyList<TreeChoice> Below(DepartmentId? parent, IReadOnlyList<DepartmentId> above) =>
            [.. below[parent].Where(d => !above.Contains(d.Code)).Select(d => new TreeChoice(d.Code.Code, d.Name, Below(d.Code, [.. above, d.Code])))];
    }
}
