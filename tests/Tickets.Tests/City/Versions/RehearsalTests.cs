using System.Globalization;
using Hotline.Tickets.City;
using Hotline.Tickets.City.Versions;

namespace Hotline.Tickets.Tests.City.Versions;

/// <summary>A rehearsal over a whole store. HOTLINE_REHEARSE=100000 measures it at that size.</summary>
public sealed class RehearsalTests
{
    private static readonly int Size = int.Parse(Environment.GetEnvironmentVariable("HOTLINE_REHEARSE") ?? "300", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Every_stored_ticket_is_replayed_and_every_open_clock_looked_at()
    {
        await using var house = await TicketHouse.OpenAsync();
        await house.ApprovedAsync();
        await house.DispatchedAsync();
        await CopiesAsync(house, Size / 2);
        var book = new CityRulebook(Sample.Rules.Profile, house.Clock);
        var precedents = new Precedents(house.Db, house.Clock);
        var shelf = new ProfileShelf(new ProfileStore(house.Db), book, precedents, house.Clock);
        await shelf.OpenAsync(Ct);

        var draft = Sample.Rules.Profile with { RulesVersion = "draft", Days = [new(new DateOnly(2026, 11, 12), Works: false, "地方假")] };
        var report = await new Rehearsal(house.Db, shelf, book, precedents, house.Clock).RunAsync(draft, null, null, Ct);
        TestContext.Current.TestOutputHelper?.WriteLine($"{report.Tickets} tickets, {report.Clocks} clocks: {report.Seconds} s");
        Assert.Equal((Size, 2 * (Size / 2), Size / 2), (report.Tickets, report.Dues.By["handling"], report.Moves.By["handling"]));
        Assert.Equal((0, 0), (report.Proposals.Count, report.Refusals.Count));

        var same = await new Rehearsal(house.Db, shelf, book, precedents, house.Clock).RunAsync(Sample.Rules.Profile, null, null, Ct);
        Assert.Equal((0, 0), (same.Dues.Count, same.Moves.Count));
        var none = await new Rehearsal(house.Db, shelf, book, precedents, house.Clock).RunAsync(draft, house.Clock.GetUtcNow().AddDays(1), null, Ct);
        Assert.Equal((0, Size / 2), (none.Tickets, none.Moves.By["handling"]));
    }

    /// <summary>Both tickets so many times, as the desk would have written them.</summary>
    private static Task<int> CopiesAsync(TicketHouse house, int each) => house.Db.ExecuteAsync(
        """
        with copy as materialized (
          select t.id as original, gen_random_uuid() as id, (900000000000 + row_number() over ())::text as number
          from tickets.ticket t, generate_series(2, $1)),
        added as (
          insert into tickets.ticket (id, number, version, state, type, channel, title, text, urgency, confidential, department, accepted_at, next_clock, next_due_at, handling_due_at, body)
          select c.id, c.number, version, state, type, channel, title, text, urgency, confidential, department, accepted_at, next_clock, next_due_at, handling_due_at, body
          from tickets.ticket t join copy c on c.original = t.id)
        insert into tickets.event (ticket_id, version, kind, body, actor, rules, at, hash)
        select c.id, e.version, e.kind, e.body, e.actor, e.rules, e.at, e.hash from tickets.event e join copy c on c.original = e.ticket_id
        """,
        [each], Ct);
}
