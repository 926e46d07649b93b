using Hotline.Tickets.SampleData;

namespace Hotline.Tickets.Tests.SampleData;

public sealed class SampleCityTests
{
    [Fact]
    public async Task It_fills_an_empty_store_once_through_the_desk_and_shows_every_state()
    {
        await using var house = await TicketHouse.OpenAsync();
        house.Clock.Now = new DateTimeOffset(2026, 11, 20, 7, 0, 0, TimeSpan.Zero);
        var sample = new SampleCity(house.Db, house.Store, house.Key, Sample.Rules, new TicketsOptions(), house.Clock);
        await sample.LoadAsync(Ct);
        var states = await StatesAsync(house);
        await sample.LoadAsync(Ct);

        Assert.Equal(states, await StatesAsync(house));
        Assert.InRange(states.Values.Sum(), 60, 90);
        StateName[] rare = [StateName.SuspensionRequested, StateName.ReturnRequested]; // gone again within hours of working time
        Assert.Superset(Enum.GetValues<StateName>().Except(rare).Select(s => s.Code()).ToHashSet(), states.Keys.ToHashSet());
        var times = await house.Db.ReadAsync("select max(at) from tickets.event", [], row => row.GetFieldValue<DateTimeOffset>(0), Ct);
        Assert.True(times[0] <= house.Clock.Now);
        var tickets = await house.Db.ReadAsync("select id from tickets.ticket", [], row => new TicketId(row.GetGuid(0)), Ct);
        foreach (var id in tickets) Assert.True(await house.File.IsUntouchedAsync(id, Ct));
    }

    private static async Task<Dictionary<string, long>> StatesAsync(TicketHouse house) =>
        (await house.Db.ReadAsync("select state, count(*) from tickets.ticket group by state", [], row => (row.GetString(0), row.GetInt64(1)), Ct)).ToDictionary(r => r.Item1, r => r.Item2);
}
