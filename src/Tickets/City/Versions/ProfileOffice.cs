using System.Text.Json;

namespace Hotline.Tickets.City.Versions;

/// <summary>What came of a wish about versions: done, refused with a code, or told what is wrong.</summary>
public abstract record ProfileAnswer
{
    private ProfileAnswer() { }

    /// <param name="Value">A draft, a report or a version.</param>
    public sealed record Done(object Value) : ProfileAnswer;

    public sealed record Refused(Decision.Refused Why, IReadOnlyList<CatalogueConflict>? Conflicts = null) : ProfileAnswer;

    /// <param name="Errors">By JSON path.</param>
    public sealed record Wrong(IReadOnlyDictionary<string, string[]> Errors) : ProfileAnswer;

    public sealed record NotThere : ProfileAnswer;
}

/// <summary>
/// 配置发布: a draft is written, rehearsed on what is stored, published with a reason, and can be rolled back. Nothing is published
/// that was not rehearsed exactly as it is.
/// </summary>
public sealed class ProfileOffice
{
    private readonly ProfileStore _store;
    private readonly ProfileShelf _shelf;
    private readonly Rehearsal _rehearsal;
    private readonly TimeProvider _clock;

    internal ProfileOffice(ProfileStore store, ProfileShelf shelf, Rehearsal rehearsal, TimeProvider clock) => (_store, _shelf, _rehearsal, _clock) = (store, shelf, rehearsal, clock);

    /// <summary>The latest first.</summary>
    public Task<IReadOnlyList<ProfileVersion>> VersionsAsync(CancellationToken ct) => _store.ListAsync(ct);

    /// <summary>The latest first, at most a thousand.</summary>
    public Task<IReadOnlyList<ProfileAct>> LogAsync(CancellationToken ct) => _store.LogAsync(ct);

    /// <summary>What a version says; null where there is none.</summary>
    public async Task<CityProfile?> ReadAsync(int id, CancellationToken ct) => await _store.FindAsync(id, ct) is null ? null : await _store.ReadAsync(id, ct);

    /// <summary>What a change begins with: the draft where there is one, else the version that holds last.</summary>
    public async Task<CityProfile> WorkingAsync(CancellationToken ct) =>
        await _store.DraftAsync(ct) is { } draft ? await _store.ReadAsync(draft.Id, ct) : (await _shelf.RulesAsync((await _shelf.PublishedAsync(ct))[^1].Id, ct)).Profile;

    /// <summary>As people edit it.</summary>
    public static string Text(CityProfile profile) => JsonSerializer.Serialize(profile, ProfileJson.Indented);

    /// <inheritdoc cref="DraftAsync(string, Actor, CancellationToken)"/>
    public Task<ProfileAnswer> DraftAsync(CityProfile profile, Actor by, CancellationToken ct) => DraftAsync(ProfileJson.Write(profile), by, ct);

    /// <summary>Writes the draft; everything that is wrong is told at once, by path.</summary>
    public async Task<ProfileAnswer> DraftAsync(string json, Actor by, CancellationToken ct)
    {
        var (profile, problems) = CityProfileFile.Check(json);
        if (profile is null || problems.Count > 0) return new ProfileAnswer.Wrong(ByPath(problems));
        await _store.DraftAsync(profile, by, _clock.Now(), ct);
        return await DraftAsync(ct);
    }

    /// <summary>The draft as it stands.</summary>
    public async Task<ProfileAnswer> DraftAsync(CancellationToken ct)
    {
        if (await _store.DraftAsync(ct) is not { } draft) return new ProfileAnswer.NotThere();
        var profile = await _store.ReadAsync(draft.Id, ct);
        return new ProfileAnswer.Done(new ProfileDraft(draft, profile, CatalogueConflicts.Find(profile.DispatchCatalogue), await _store.RehearsalAsync(draft, ct) is not null));
    }

    /// <summary>Replays the draft on stored tickets; null for all.</summary>
    public async Task<ProfileAnswer> RehearseAsync(DateTimeOffset? from, DateTimeOffset? to, Actor by, CancellationToken ct)
    {
        if (await _store.DraftAsync(ct) is not { } draft) return new ProfileAnswer.NotThere();
        var report = await _rehearsal.RunAsync(await _store.ReadAsync(draft.Id, ct), from, to, ct);
        await _store.RehearsedAsync(draft.Id, draft.Sha256, JsonSerializer.Serialize(report, ProfileJson.Options), by, _clock.Now(), ct);
        return new ProfileAnswer.Done(report);
    }

    /// <summary>The latest report of exactly the present draft.</summary>
    public async Task<ProfileAnswer> ReportAsync(CancellationToken ct) =>
        await _store.DraftAsync(ct) is { } draft && await _store.RehearsalAsync(draft, ct) is { } report
            ? new ProfileAnswer.Done(JsonSerializer.Deserialize<RehearsalReport>(report, ProfileJson.Reports)!)
            : new ProfileAnswer.NotThere();

    /// <param name="validFrom">Null for at once.</param>
    /// <param name="movesClocks">Running clocks are counted anew (时限重算).</param>
    public async Task<ProfileAnswer> PublishAsync(string? reason, DateTimeOffset? validFrom, bool movesClocks, Actor by, CancellationToken ct)
    {
        var now = _clock.Now();
        var errors = new FieldErrors().Required("reason", reason, 500).Check("validFrom", validFrom is null || validFrom >= now, "生效时间不能早于现在；立即生效请不填").Found;
        if (errors.Count > 0) return new ProfileAnswer.Wrong(errors);
        if (await _store.DraftAsync(ct) is not { } draft) return new ProfileAnswer.NotThere();
        if (CatalogueConflicts.Find((await _store.ReadAsync(draft.Id, ct)).DispatchCatalogue) is { Count: > 0 } conflicts) return new ProfileAnswer.Refused(Conflicting, conflicts);
        if (await _store.RehearsalAsync(draft, ct) is null) return new ProfileAnswer.Refused(NotRehearsed);
        if ((await _store.ListAsync(ct)).Any(v => v.State != ProfileState.Draft && v.Name == draft.Name)) return new ProfileAnswer.Refused(NameTaken);
        if (!await _store.PublishAsync(draft, validFrom?.ToUniversalTime() ?? now, movesClocks, reason!, by, now, ct)) return new ProfileAnswer.Refused(MovedOn);
        await _shelf.ReloadAsync(ct);
        return new ProfileAnswer.Done((await _store.FindAsync(draft.Id, ct))!);
    }

    /// <summary>The version before holds again, and clocks it moved are put back.</summary>
    public async Task<ProfileAnswer> RollBackAsync(int id, string? reason, Actor by, CancellationToken ct)
    {
        if (new FieldErrors().Required("reason", reason, 500).Found is { Count: > 0 } errors) return new ProfileAnswer.Wrong(errors);
        if (await _store.FindAsync(id, ct) is not { } version) return new ProfileAnswer.NotThere();
        var now = _clock.Now();
        var valid = (await _shelf.PublishedAsync(ct)).Where(v => v.ValidFrom <= now).ToList();
        if (version.State != ProfileState.Published) return new ProfileAnswer.Refused(NotPublished);
        if (version.ValidFrom <= now && valid[^1].Id != id) return new ProfileAnswer.Refused(Superseded);
        if (version.ValidFrom <= now && valid.Count == 1) return new ProfileAnswer.Refused(OnlyOne);
        if (!await _store.RollBackAsync(id, reason!, by, now, ct)) return new ProfileAnswer.Refused(MovedOn);
        await _shelf.ReloadAsync(ct);
        return new ProfileAnswer.Done((await _store.FindAsync(id, ct))!);
    }

    /// <summary>"limits[0].value: must be …" by its path.</summary>
    private static Dictionary<string, string[]> ByPath(IReadOnlyList<string> problems) => problems
        .Select(p => (Path: p.Contains(": ", StringComparison.Ordinal) ? p[..p.IndexOf(": ", StringComparison.Ordinal)] : "$", Why: p[(p.IndexOf(": ", StringComparison.Ordinal) + 1)..].Trim()))
        .GroupBy(p => p.Path).ToDictionary(g => g.Key, g => g.Select(p => p.Why).ToArray(), StringComparer.Ordinal);

    internal static Decision.Refused Conflicting { get; } = new("catalogue-conflict", "派单目录有互相矛盾的条目，请先更正", "Rules of the dispatch catalogue contradict each other.");
    internal static Decision.Refused NotRehearsed { get; } = new("not-rehearsed", "该草稿尚未预演，请先预演再发布", "Exactly this draft has not been rehearsed. Rehearse it first.");
    internal static Decision.Refused NameTaken { get; } = new("version-name-taken", "规则版本号已用过，请换一个 rulesVersion", "The rulesVersion has been used before. Choose another.");
    internal static Decision.Refused MovedOn { get; } = new("moved-on", "配置已被他人更改，请重新查看", "Somebody else has changed the versions meanwhile. Look again.");
    internal static Decision.Refused NotPublished { get; } = new("not-published", "该版本不在已发布状态", "The version is not published.");
    internal static Decision.Refused Superseded { get; } = new("superseded", "该版本已被后来的版本取代，只能回滚现行版本", "A later version has taken over. Only the one in force can be rolled back.");
    internal static Decision.Refused OnlyOne { get; } = new("only-version", "没有可以恢复的上一版本", "There is no earlier version to go back to.");
}
