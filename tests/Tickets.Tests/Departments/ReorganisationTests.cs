using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Departments;
using Hotline.Tickets.Handling;

namespace Hotline.Tickets.Tests.Departments;

public sealed class ReorganisationTests
{
    private static readonly DateOnly NewYear = new(2027, 1, 1);

    /// <summary>At the new year water and power merge into a utility bureau, gas is split in two, and heating ends without an heir.</summary>
    private static readonly CityRules Rules = new(Sample.Rules.Profile with
    {
        Departments =
        [
            .. Sample.Rules.Profile.Departments.Select(d => d.Code.Code switch
            {
                "water" or "power" => d with { To = NewYear, Successors = [new("utility")] },
                "gas" => d with { To = NewYear, Successors = [new("pipes"), new("stoves")] },
                "heating" => d with { To = NewYear },
                _ => d,
            }),
            New("utility"), New("pipes"), New("stoves"),
        ],
    });

    [Fact]
    public async Task Open_tickets_of_merged_units_go_to_their_heir_and_the_handling_clock_runs_on()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (signed, waiting, closed) = (await house.DispatchedAsync(Sample.Water), await house.DispatchedAsync(Sample.Power), await house.ApprovedAsync());
        await house.DoAsync(signed.Id, new Tickets.Dispatching.SignForTicket(), Sample.WaterClerk);
        await house.DoAsync(closed.Id, new Tickets.FollowingUp.FollowUpTicket(true, true, Satisfaction.Satisfied), Sample.Caller);
        var due = (await house.File.ReadAsync(signed.Id, Sample.Supervisor, Ct))!.Due;
        var reorganisation = At(house, NewYear.AddDays(-1));
        Assert.Empty(await reorganisation.ReadAsync(Ct));

        At(house, NewYear);
        Assert.Equal([signed.Number, waiting.Number], (await reorganisation.ReadAsync(Ct)).Select(o => o.Number).OrderBy(n => n.Digits));
        Assert.Contains("转派 2 件，待人工处理 0 件", await reorganisation.RunAsync(Ct), StringComparison.Ordinal);
        var view = (await house.File.ReadAsync(signed.Id, Sample.Supervisor, Ct))!;
        Assert.Equal((StateName.AwaitingSignature, "utility", due), (view.StateName, view.DepartmentId!.Value.Code, view.Due));
        var moved = (TicketEvent.Dispatched)(await house.File.EventsAsync(signed.Id, Ct))[^1].Event;
        Assert.Equal((Sample.Water, true), (moved.Before!.Value, moved.Reason!.Contains("2027-01-01", StringComparison.Ordinal)));
        Assert.Contains("0 件", await reorganisation.RunAsync(Ct), StringComparison.Ordinal);
        Assert.True(await house.File.IsUntouchedAsync(signed.Id, Ct));
    }

    [Fact]
    public async Task Without_a_single_heir_a_ticket_waits_for_a_dispatcher()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (split, ended) = (await house.DispatchedAsync(new("gas")), await house.DispatchedAsync(new("heating")));
        var reorganisation = At(house, NewYear);
        Assert.Contains("待人工处理 2 件", await reorganisation.RunAsync(Ct), StringComparison.Ordinal);
        var orphans = (await reorganisation.ReadAsync(Ct)).ToDictionary(o => o.Id);
        Assert.Equal(["pipes", "stoves"], orphans[split.Id].Heirs.Select(h => h.Code));
        Assert.Empty(orphans[ended.Id].Heirs);
        Assert.IsType<Decision.Happened>(await reorganisation.MoveAsync(orphans[split.Id], new("stoves"), Sample.Dispatcher, Ct));
        Assert.Equal("stoves", (await house.File.ReadAsync(split.Id, Sample.Supervisor, Ct))!.DepartmentId!.Value.Code);
        Assert.Equal([ended.Id], (await reorganisation.ReadAsync(Ct)).Select(o => o.Id));
    }

    [Fact]
    public async Task Last_year_is_reportable_by_the_old_and_by_the_new_map()
    {
        await using var house = await TicketHouse.OpenAsync();
        for (var i = 0; i < 3; i++) await house.ApprovedAsync();
        for (var i = 0; i < 2; i++) await house.DispatchedAsync(Sample.Power);
        await house.DispatchedAsync(new("gas"));
        At(house, NewYear);
        var report = new UnitReport(house.Db, Rules, house.Clock);
        var (old, now) = (await CountsAsync(UnitMap.Recorded), await CountsAsync(UnitMap.Current));
        Assert.Equal([("gas", 1L), ("power", 2), ("water", 3)], old.Select(u => (u.Unit, u.Tickets)));
        Assert.Equal([("gas", 1L), ("utility", 5)], now.Select(u => (u.Unit, u.Tickets))); // what was split cannot be divided
        Assert.Equal(["power", "water"], now[1].From);

        Task<IReadOnlyList<UnitCount>> CountsAsync(UnitMap map) => report.ReadAsync(new(2026, 1, 1), new(2026, 12, 31), map, Ct);
    }

    [Fact]
    public async Task An_old_entry_keeps_the_name_of_its_time()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync(Sample.Water);
        var renamed = new CityRules(Sample.Rules.Profile with
        {
            Departments = [.. Sample.Rules.Profile.Departments.Select(d => d.Code == Sample.Water ? d with { Name = "安澜水务公司", FormerNames = [new(d.Name, NewYear)] } : d)],
        });
        house.Clock.Now = renamed.StartOf(NewYear).AddHours(1);
        var view = (await new Hotline.Tickets.Reading.TicketFile(house.Db, house.Store, renamed, house.Clock).ReadAsync(receipt.Id, Sample.Supervisor, Ct))!;
        Assert.Equal("安澜水务公司", view.Department);
        Assert.Equal(Sample.Rules.NameOf(Sample.Water), view.Timeline[1].Detail);
        Assert.Equal(Sample.Rules.NameOf(Sample.Water), view.Holders[^1].Department);
    }

    private static Reorganisation At(TicketHouse house, DateOnly day)
    {
        house.Clock.Now = Rules.StartOf(day).AddHours(1);
        return new(house.Db, new TicketDesk(house.Store, Rules, house.Clock), Rules, house.Clock);
    }

    private static Department New(string code) => new(new(code), code, "0400-1", From: NewYear);
}
