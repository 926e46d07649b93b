using Hotline.Agent.Blazor.Accounts;
using Hotline.Agent.Blazor.Design;
using Hotline.Telephony.Calls;
using Hotline.Tickets.Auditing;
using Hotline.Tickets.City;
using Hotline.Tickets.City.Versions;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.Departments;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Jobs;
using Hotline.Tickets.Lines;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hotline.Agent.Blazor.Administration.Overview;

/// <summary>Something an administrator should look at. The words are attention.KEY of AdminText.</summary>
internal sealed record AttentionItem(Tone Tone, string Key, string Href, params IReadOnlyList<object> Values);

/// <summary>待关注事项: what is degraded, failed, contradicts itself, ends soon or has not been looked at for long.</summary>
internal sealed class Attention(
    HealthCheckService health, JobAdministration jobs, ProfileOffice profiles, CityRules rules, LineBooks lines, Switchboard calls, FailedDeliveries deliveries, DutyRosters rosters,
    AccountStore accounts, AdminLog log, TimeProvider clock)
{
    private const int Soon = 60;
    private static readonly TimeSpan CheckIsOld = TimeSpan.FromDays(8);

    /// <summary>The gravest first.</summary>
    internal async Task<IReadOnlyList<AttentionItem>> ReadAsync(CancellationToken ct)
    {
        var today = rules.DayOf(clock.GetUtcNow());
        var profile = await profiles.WorkingAsync(ct);
        return
        [
            .. ((IEnumerable<AttentionItem>)
            [
                .. await PartsAsync(ct), .. await JobsAsync(ct), .. await TrustAsync(ct), .. await ProfileAsync(profile, today, ct), .. Units(profile, today), .. Calendar(today), .. Lines(today), .. Prompts(),
                .. await MessagesAsync(ct), .. await DutiesAsync(today, ct), .. await PeopleAsync(ct),
            ]).OrderByDescending(i => i.Tone),
        ];
    }

    private async Task<IEnumerable<AttentionItem>> PartsAsync(CancellationToken ct) => (await health.CheckHealthAsync(ct)).Entries
        .Where(e => e.Value.Status != HealthStatus.Healthy).Select(e => new AttentionItem(e.Key == "speech" ? Tone.Warning : Tone.Danger, "part." + e.Key, "/administration"));

    private async Task<IEnumerable<AttentionItem>> JobsAsync(CancellationToken ct)
    {
        var all = await jobs.ListAsync(ct);
        var check = all.FirstOrDefault(j => j.Name == "integrity-check");
        return
        [
            .. all.Where(j => j.Outcome == "failed").Select(j => new AttentionItem(j.Name == "integrity-check" ? Tone.Danger : Tone.Warning, "job.failed", "/administration/jobs", j.Title, j.Name)),
            .. all.Where(j => j.Paused).Select(j => new AttentionItem(Tone.Warning, "job.paused", "/administration/jobs", j.Title, j.Name)),
            .. check is { LastRun: null } ? [new(Tone.Info, "integrity.never", "/administration/integrity")]
            : check?.LastRun < clock.GetUtcNow() - CheckIsOld ? [new(Tone.Warning, "integrity.old", "/administration/integrity", (int)(clock.GetUtcNow() - check!.LastRun!.Value).TotalDays)] : (IEnumerable<AttentionItem>)[],
        ];
    }

    private async Task<IEnumerable<AttentionItem>> TrustAsync(CancellationToken ct) =>
        await log.FirstBrokenAsync(ct) is { } row ? [new(Tone.Danger, "log.broken", "/administration/integrity", row)] : [];

    private async Task<IEnumerable<AttentionItem>> ProfileAsync(CityProfile working, DateOnly today, CancellationToken ct)
    {
        var versions = await profiles.VersionsAsync(ct);
        var conflicts = CatalogueConflicts.Find(working.DispatchCatalogue).Count;
        var ending = working.DispatchCatalogue.Count(r => r.To is { } to && to >= today && to < today.AddDays(30));
        return
        [
            .. versions.Where(v => v.State == ProfileState.Draft).Select(v => new AttentionItem(Tone.Info, "draft", "/administration/profiles/draft", v.Name)),
            .. versions.Where(v => v.State == ProfileState.Published && v.ValidFrom > clock.GetUtcNow()).Select(v => new AttentionItem(Tone.Info, "profile.to-come", "/administration/profiles", v.Name)),
            .. conflicts > 0 ? [new(Tone.Danger, "conflicts", "/administration/catalogue", conflicts)] : (IEnumerable<AttentionItem>)[],
            .. ending > 0 ? [new(Tone.Info, "catalogue.ending", "/administration/catalogue", ending)] : (IEnumerable<AttentionItem>)[],
        ];
    }

    private static IEnumerable<AttentionItem> Units(CityProfile profile, DateOnly today)
    {
        var ending = profile.Departments.Count(d => d.To is { } to && to > today && to <= today.AddDays(Soon));
        if (ending > 0) yield return new(Tone.Info, "units.ending", "/administration/units", ending);
        if (UnitChanges.LeadingTo(profile, today.AddDays(Soon)).Count is > 0 and var loose) yield return new(Tone.Warning, "catalogue.loose", "/administration/catalogue", loose);
    }

    /// <summary>The notice of a year comes in November of the year before.</summary>
    private static IEnumerable<AttentionItem> Calendar(DateOnly today)
    {
        if (!CalendarYear.Known.Contains(today.Year)) yield return new(Tone.Danger, "calendar.unknown", "/administration/calendar", today.Year);
        else if (today.Month >= 11 && !CalendarYear.Known.Contains(today.Year + 1)) yield return new(Tone.Warning, "calendar.unknown", "/administration/calendar", today.Year + 1);
    }

    private IEnumerable<AttentionItem> Lines(DateOnly today)
    {
        var (all, prompts) = (lines.Now.Lines, calls.Prompts.Where(p => p.Problem is null).Select(p => p.Id).ToHashSet(StringComparer.Ordinal));
        foreach (var line in all.Where(l => l.SwitchOff is { } off && off.On > today && off.On <= today.AddDays(Soon))) yield return new(Tone.Info, "line.off", "/administration/lines", line.Number, line.SwitchOff!.On);
        foreach (var line in all.Where(l => (l.To is not { } to || to > today) && !prompts.Contains(l.Greeting))) yield return new(Tone.Warning, "line.greeting", "/administration/lines", line.Number, line.Greeting);
    }

    private IEnumerable<AttentionItem> Prompts() => calls.Prompts.Count(p => p.Problem is not null) is > 0 and var wrong ? [new(Tone.Warning, "prompts", "/administration/prompts", wrong)] : [];

    private async Task<IEnumerable<AttentionItem>> MessagesAsync(CancellationToken ct) => await deliveries.CountAsync(ct) is > 0 and var failed ? [new(Tone.Warning, "deliveries", "/administration/deliveries", failed)] : [];

    private async Task<IEnumerable<AttentionItem>> DutiesAsync(DateOnly today, CancellationToken ct)
    {
        var duties = await rosters.BetweenAsync(null, rules.StartOf(today), rules.StartOf(today.AddDays(8)), ct);
        var (gaps, overlaps) = (DutyCheck.Gaps(duties).Count, DutyCheck.Overlaps(duties).Count);
        return gaps + overlaps > 0 ? [new(Tone.Warning, "rosters", "/administration/rosters", gaps, overlaps)] : [];
    }

    private async Task<IEnumerable<AttentionItem>> PeopleAsync(CancellationToken ct)
    {
        var (all, now) = (await accounts.AllAsync(ct), clock.GetUtcNow());
        var units = all.Where(a => a.ClosedAt is null).Select(a => a.Account.Department).ToHashSet(StringComparer.Ordinal);
        var without = rules.Profile.Departments.Count(d => d.To is null && !units.Contains(d.Code.Code));
        return
        [
            .. all.Count(a => a.LockedUntil > now) is > 0 and var locked ? [new(Tone.Warning, "accounts.locked", "/accounts", locked)] : (IEnumerable<AttentionItem>)[],
            .. without > 0 ? [new(Tone.Info, "units.without", "/accounts", without)] : (IEnumerable<AttentionItem>)[],
        ];
    }
}
