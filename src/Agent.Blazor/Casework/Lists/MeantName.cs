using Hotline.Agent.Blazor.Language;
using Hotline.Tickets.City;
using Hotline.Tickets.Grids;

namespace Hotline.Agent.Blazor.Casework.Lists;

/// <summary>What somebody means who types rmgc into a list of tickets: the place, unit or category with those initials. Other words are searched in simplified characters, as tickets are written.</summary>
internal sealed class MeantName(PlaceBook places, Catalogue city)
{
    /// <returns>What to search for; null for nothing.</returns>
    internal async Task<string?> OfAsync(string? typed, CancellationToken ct)
    {
        var text = SearchText.Plain(typed?.Trim() ?? "");
        if (!SearchText.AreInitials(text)) return text.Length == 0 ? null : text;
        var names = (await places.FindAsync(text, district: null, category: null, most: 5, ct)).Select(p => p.Name).Concat(city.Departments.Select(d => d.Name))
            .Concat(city.Categories.SelectMany(c => (c.Children ?? []).Append(c)).Select(c => c.Name)).ToList();
        var fits = names.Select(n => (Name: n, Own: PinyinInitials.Of(n), At: PinyinInitials.Of(n).IndexOf(text, StringComparison.OrdinalIgnoreCase))).Where(n => n.At >= 0);
        return fits.OrderBy(n => n.Own.Length != text.Length).ThenBy(n => n.At).Select(n => n.Name).FirstOrDefault() ?? text; // the whole name, then one that begins so
    }
}
