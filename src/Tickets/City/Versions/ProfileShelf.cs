using System.Collections.Concurrent;

namespace Hotline.Tickets.City.Versions;

/// <summary>
/// Keeps this host's rulebook at what the database says (配置装载): the file becomes the first version, from then on the database is
/// the truth.
/// </summary>
internal sealed class ProfileShelf(ProfileStore store, CityRulebook book, Precedents precedents, TimeProvider clock)
{
    private readonly ConcurrentDictionary<int, CityRules> _published = new();

    internal async Task OpenAsync(CancellationToken ct)
    {
        await store.SeedAsync(book.Now.Profile, clock.Now(), ct);
        await ReloadAsync(ct);
    }

    internal async Task ReloadAsync(CancellationToken ct)
    {
        var pages = new List<(DateTimeOffset From, CityRules Rules)>();
        foreach (var version in await PublishedAsync(ct)) pages.Add((version.ValidFrom!.Value, await RulesAsync(version.Id, ct)));
        book.Turn(pages);
        await precedents.ReloadAsync(ct);
    }

    /// <summary>Published versions in the order in which they take over from each other.</summary>
    internal async Task<IReadOnlyList<ProfileVersion>> PublishedAsync(CancellationToken ct) =>
        [.. (await store.ListAsync(ct)).Where(v => v.State == ProfileState.Published).OrderBy(v => v.ValidFrom).ThenBy(v => v.Id)];

    /// <summary>Of a version that was ever published: it never changes.</summary>
    internal async Task<CityRules> RulesAsync(int id, CancellationToken ct) =>
        _published.TryGetValue(id, out var known) ? known : _published.GetOrAdd(id, new CityRules(await store.ReadAsync(id, ct)));

    /// <summary>The rules under a name that stands on events; null for one that this store never had.</summary>
    internal async Task<IReadOnlyDictionary<string, CityRules>> ByNameAsync(CancellationToken ct)
    {
        var found = new Dictionary<string, CityRules>(StringComparer.Ordinal);
        foreach (var version in (await store.ListAsync(ct)).Where(v => v.State != ProfileState.Draft)) found[version.Name] = await RulesAsync(version.Id, ct);
        return found;
    }
}
