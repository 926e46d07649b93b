using Hotline.Agent.Blazor.Accounts;
using Hotline.Agent.Blazor.Administration.Operations;
using Hotline.Agent.Blazor.Administration.Rules;
using Hotline.Agent.Blazor.Administration.Trust;
using Hotline.Agent.Blazor.Administration.Units;
using Hotline.Telephony.Calls;
using Hotline.Tickets;
using Hotline.Tickets.Auditing;
using Hotline.Tickets.City;
using Hotline.Tickets.City.Versions;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Integrity;
using Hotline.Tickets.Jobs;
using Hotline.Tickets.Lines;
using Hotline.Tickets.Notices;
using Hotline.Tickets.Retention;

namespace Hotline.Agent.Blazor.Administration.Exports;

/// <summary>Who may take a table, and how it is written.</summary>
internal sealed record ExportTable(string Roles, Func<Export, Task<IResult>> Give);

/// <summary>Every table of administration that can be taken as a file. Those that can be imported have the columns an import reads.</summary>
internal static class ExportTables
{
    internal static IReadOnlyDictionary<string, ExportTable> All { get; } = new Dictionary<string, ExportTable>(StringComparer.Ordinal)
    {
        ["units"] = new(Roles.Administrator, async e => e.Give(
            (await e.Of<ProfileOffice>().WorkingAsync(e.Ct)).Departments,
            ("code", u => u.Code.Code), ("name", u => u.Name), ("level", u => u.Level.Code()), ("parent", u => u.Parent?.Code), ("dutyPhone", u => u.DutyPhone), ("from", u => u.From), ("to", u => u.To),
            ("successors", u => u.Successors is { } heirs ? string.Join(';', heirs.Select(h => h.Code)) : null), ("formerNames", UnitRows.Names))),
        ["accounts"] = new(Roles.Administrator, async e => e.Give(
            await e.Of<AccountStore>().AllAsync(e.Ct),
            ("account", a => a.Account.Name), ("person", a => a.Account.DisplayName), ("role", a => a.Account.Role), ("unit", a => a.Account.Department), ("lastAt", a => a.LastAt), ("closedAt", a => a.ClosedAt))),
        ["catalogue"] = new(Roles.Administrator, async e => e.Give(
            (await e.Of<ProfileOffice>().WorkingAsync(e.Ct)).DispatchCatalogue.Select(CatalogueRows.Cells), Cells<string?>(CatalogueRows.Columns))),
        ["calendar"] = new(Roles.Administrator, async e => e.Give(
            CalendarYear.Of(await e.Of<ProfileOffice>().WorkingAsync(e.Ct), int.TryParse(e.Query("year"), out var year) && year is >= 2000 and <= 2100 ? year : e.Of<TimeProvider>().GetUtcNow().Year).Days,
            ("day", d => d.Day), ("works", d => d.Works), ("name", d => d.Name), ("official", d => d.Official), ("ofCity", d => d.OfCity))),
        ["letters"] = new(Roles.Administrator, async e => e.Give((await e.Of<LetterBook>().AllAsync(e.Ct)).Select(LetterRows.Cells), Cells<string?>(LetterRows.Columns))),
        ["lines"] = new(Roles.Administrator, e => Task.FromResult(e.Give(e.Of<LineBooks>().Now.Lines.Select(LineRows.Cells), Cells<object?>(LineRows.Columns)))),
        ["prompts"] = new(Roles.Administrator, e => Task.FromResult(e.Give(
            e.Of<Switchboard>().Prompts, ("code", p => p.Id), ("text", p => p.Text), ("file", p => p.File), ("language", p => p.Language), ("seconds", p => Math.Round(p.Length.TotalSeconds, 1)), ("sum", p => p.Sha256), ("problem", p => p.Problem)))),
        ["rosters"] = new(Roles.Administrator, async e => e.Give(
            await e.Of<DutyRosters>().BetweenAsync(null, e.Of<TimeProvider>().GetUtcNow().AddDays(-1), e.Of<TimeProvider>().GetUtcNow().AddDays(60), e.Ct),
            ("unit", d => d.Unit), ("role", d => d.Role.Code()), ("person", d => d.Person), ("phone", d => d.Phone), ("from", d => d.From), ("to", d => d.To))),
        ["grids"] = new(Roles.Administrator, async e => e.Give(
            await e.Of<GridMaps>().ShapesAsync(e.Of<CityRules>().DayOf(e.Of<TimeProvider>().GetUtcNow()), e.Ct),
            ("code", a => a.Name.Code), ("name", a => a.Name.Name), ("level", a => a.Name.Kind.Code()), ("parent", a => a.Parent), ("places", a => string.Join(';', a.Places)))),
        ["roles"] = new(AdminMenu.Watchers, e => Task.FromResult(e.Give(
            Transitions.Table.SelectMany(t => t.By.Select(by => (t, by))), ("step", x => x.t.Step.Code()), ("role", x => x.by.Code()), ("state", x => x.t.From?.Code()), ("allowed", x => e.Of<CityRules>().MayTake(x.by, x.t.Step))))),
        ["jobs"] = new(Roles.Administrator, async e => e.Give(
            await e.Of<JobAdministration>().ListAsync(e.Ct),
            ("code", j => j.Name), ("name", j => j.Title), ("plan", j => j.Cron), ("lastAt", j => j.LastRun), ("outcome", j => j.Outcome), ("text", j => j.Error ?? j.Said), ("nextAt", j => j.Next))),
        ["deliveries"] = new(Roles.Administrator, e => Task.FromResult(e.Give(
            LogFilters.AllAsync(new LogFilter(default, default, Size: 500), f => e.Of<FailedDeliveries>().ReadAsync(f.Page, f.Size, e.Ct)),
            ("at", d => d.EndedAt), ("ticket", d => d.Ticket?.Digits), ("channel", d => d.Channel.Code()), ("tries", d => d.Tries), ("problem", d => d.Failure)))),
        ["notices"] = new(AdminMenu.Watchers, async e => e.Give(
            await e.Of<NoticeFile>().ReadAsync(SignedInUser.From(e.Http.User)!.ToActor(), e.Query("all") is not null, e.Ct),
            ("at", n => n.MadeAt), ("ticket", n => n.Number.Digits), ("clock", n => n.Clock.Code()), ("due", n => n.DueAt), ("role", n => n.Role.Code()), ("unit", n => n.Unit?.Code), ("outcome", n => n.Outcome))),
        ["day-roots"] = new(AdminMenu.Readers, async e => e.Give(
            await e.Of<DayRoots>().ReadAsync(new(2000, 1, 1), new(2200, 1, 1), e.Ct), ("day", r => r.Day), ("tickets", r => r.Tickets), ("events", r => r.Events), ("sum", r => r.Root))),
        ["erasures"] = new(AdminMenu.Readers, e => Task.FromResult(e.Give(
            LogFilters.AllAsync(new LogFilter(default, default, Size: 500), f => e.Of<RetentionDesk>().ErasedAsync(f.Page, f.Size, e.Ct)),
            ("at", x => x.At), ("what", x => x.What), ("ticket", x => x.Number?.Digits), ("rows", x => x.Rows), ("basis", x => x.Basis), ("by", x => x.By.Name)))),
        ["audit"] = new(AdminMenu.Watchers, e => Task.FromResult(e.Give(
            LogFilters.AllAsync(LogFilters.Of(e), f => e.Of<AdminLog>().ReadAsync(f, e.Ct)),
            ("at", a => a.At), ("by", a => a.By.Name), ("account", a => a.By.Id), ("area", a => a.Area), ("what", a => a.Act), ("subject", a => a.Subject), ("detail", a => a.Detail)))),
        ["views"] = new(AdminMenu.Watchers, e => Task.FromResult(e.Give(
            LogFilters.AllAsync(LogFilters.Of(e), f => e.Of<ViewLedger>().ReadAsync(f, e.Ct)),
            ("at", v => v.At), ("by", v => v.By.Name), ("account", v => v.By.Id), ("role", v => v.By.Role.Code()), ("ticket", v => v.Ticket?.Digits), ("company", v => v.Company), ("purpose", v => v.Purpose)))),
    };

    private static (string, Func<IReadOnlyList<T>, object?>)[] Cells<T>(IReadOnlyList<string> columns) => [.. columns.Select((code, i) => (code, (Func<IReadOnlyList<T>, object?>)(cells => cells[i])))];
}
