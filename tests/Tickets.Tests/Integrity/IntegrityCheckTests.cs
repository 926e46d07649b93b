using Hotline.Tickets.Integrity;

namespace Hotline.Tickets.Tests.Integrity;

public sealed class IntegrityCheckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-anchors-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Untouched_days_hold()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (roots, check) = await ThreeDaysAsync(house);
        var report = await check.VerifyAsync(null, null, Ct);
        Assert.True(report.Holds, report.Fault?.What);
        Assert.Equal((18, 3), (report.Events, report.Days));
        Assert.Empty(await roots.MakeAsync(Ct)); // each day once
        var days = await roots.ReadAsync(DateOnly.MinValue, DateOnly.MaxValue.AddDays(-2), Ct);
        Assert.Equal([1L, 1L, 1L], days.Select(d => d.Tickets));
        Assert.Equal([days[1].Root, days[2].Root, null], days.Select(d => d.Previous));
    }

    [Fact]
    public async Task One_changed_row_is_named_with_its_ticket_and_event()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (_, check) = await ThreeDaysAsync(house);
        var (number, id) = (await house.Db.ReadAsync("select number, id from tickets.ticket order by number limit 1 offset 1", [], r => (r.GetString(0), r.GetGuid(1)), Ct))[0];
        await house.Db.ExecuteAsync("update tickets.event set body = jsonb_set(body, '{to}', '\"power\"') where ticket_id = $1 and version = 2", [id], Ct);

        var fault = (await check.VerifyAsync(null, null, Ct)).Fault!;
        Assert.Equal((number, 2), (fault.Number!.Value.Digits, fault.Version));
        Assert.Contains(number, fault.What);
        Assert.Equal(fault, (await check.VerifyAsync(new(2026, 11, 10), new(2026, 11, 10), Ct)).Fault);
        Assert.Null((await check.VerifyAsync(new(2026, 11, 9), new(2026, 11, 9), Ct)).Fault);
        Assert.Contains(number, (await Assert.ThrowsAsync<InvalidOperationException>(() => check.RunAsync(Ct))).Message);
    }

    [Fact]
    public async Task An_event_cut_off_at_the_end_is_noticed()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (_, check) = await ThreeDaysAsync(house);
        await house.Db.ExecuteAsync("delete from tickets.event where version = 6 and ticket_id = (select id from tickets.ticket order by number limit 1)", [], Ct);
        var fault = (await check.VerifyAsync(null, null, Ct)).Fault!;
        Assert.Equal(6, fault.Version);
    }

    [Fact]
    public async Task A_chain_rewritten_as_a_whole_does_not_fit_the_days_root()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (_, check) = await ThreeDaysAsync(house);
        var id = (await house.Db.ReadAsync("select id from tickets.ticket order by number limit 1", [], r => r.GetGuid(0), Ct))[0];
        await house.Db.ExecuteAsync("update tickets.event set body = jsonb_set(body, '{unifiedReply}', '\"改过的答复\"') where ticket_id = $1 and version = 6", [id], Ct);
        await RehashAsync(house, id);

        var fault = (await check.VerifyAsync(null, null, Ct)).Fault!;
        Assert.Equal((new TicketId(id), new DateOnly(2026, 11, 9)), (fault.Ticket, fault.Day));
    }

    [Fact]
    public async Task Roots_rewritten_as_well_do_not_fit_their_anchors()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (roots, check) = await ThreeDaysAsync(house);
        var id = (await house.Db.ReadAsync("select id from tickets.ticket order by number limit 1", [], r => r.GetGuid(0), Ct))[0];
        await house.Db.ExecuteAsync("update tickets.event set body = jsonb_set(body, '{unifiedReply}', '\"改过的答复\"') where ticket_id = $1 and version = 6", [id], Ct);
        await RehashAsync(house, id);
        await house.Db.ExecuteAsync("delete from tickets.day_root", [], Ct);
        var forged = new DayRoots(house.Db, Sample.Rules, new Anchors(Path.Combine(_folder.FullName, "forged")), house.Clock);
        Assert.Equal(3, (await forged.MakeAsync(Ct)).Count);

        var fault = (await check.VerifyAsync(null, null, Ct)).Fault!;
        Assert.Equal((new TicketId(id), 6, new DateOnly(2026, 11, 9)), (fault.Ticket, fault.Version, fault.Day));
        Assert.Empty(await roots.MakeAsync(Ct));
    }

    private async Task<(DayRoots Roots, IntegrityCheck Check)> ThreeDaysAsync(TicketHouse house)
    {
        for (var day = 0; day < 3; day++)
        {
            await house.ApprovedAsync();
            house.Clock.Now += TimeSpan.FromDays(1);
        }

        var anchors = new Anchors(_folder.FullName);
        var roots = new DayRoots(house.Db, Sample.Rules, anchors, house.Clock);
        Assert.Equal(3, (await roots.MakeAsync(Ct)).Count);
        return (roots, new IntegrityCheck(house.Db, roots, anchors, Sample.Rules));
    }

    private static async Task RehashAsync(TicketHouse house, Guid id)
    {
        for (var version = 1; version <= 6; version++)
        {
            await house.Db.ExecuteAsync(
                """
                update tickets.event e set hash = tickets.chain((select p.hash from tickets.event p where p.ticket_id = $1 and p.version = $2 - 1),
                  ticket_id, version, kind, body, actor, rules, at) where ticket_id = $1 and version = $2
                """,
                [id, version], Ct);
        }
    }
}
