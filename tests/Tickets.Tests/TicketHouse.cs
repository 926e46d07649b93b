using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Reading;
using Hotline.Tickets.Requesters;
using Hotline.Tickets.UnifiedReplies;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Tickets.Tests;

/// <summary>The module on a real PostgreSQL, with a clock that stands still.</summary>
internal sealed class TicketHouse : IAsyncDisposable
{
    private TicketHouse(NpgsqlDataSource db, CityRules rules)
    {
        (Db, Rules) = (db, rules);
        Store = new TicketStore(db);
        Desk = new TicketDesk(Store, Rules, Clock);
        Reception = new Reception(db, Store, Key, Rules, Clock);
        File = new TicketFile(db, Store, Rules, Clock);
    }

    internal NpgsqlDataSource Db { get; }
    internal CityRules Rules { get; }
    internal ManualClock Clock { get; } = new(Sample.Monday);
    internal PersonalDataKey Key { get; } = new(new byte[32]);
    internal TicketStore Store { get; }
    internal ITicketDesk Desk { get; }
    internal Reception Reception { get; }
    internal TicketFile File { get; }

    internal static async Task<TicketHouse> OpenAsync(CityRules? rules = null) => new(await TestDatabase.CreateAsync("tickets", db => TicketsStartup.MigrateAsync(db, Ct)), rules ?? Sample.Rules);

    internal ClockSweep Sweep() => new(Db, Rules, Clock, NullLogger<ClockSweep>.Instance);

    internal async Task<Receipt> AcceptAsync(Request? request = null) => await Reception.AcceptAsync(request ?? TicketStory.Request, Sample.Agent, Ct);

    internal async Task DoAsync(TicketId id, ITicketCommand command, Actor by)
    {
        var decision = await Desk.HandleAsync(id, command, by, Ct);
        Assert.True(decision is Decision.Happened, $"{command}: {decision}");
    }

    internal async Task<Receipt> DispatchedAsync(DepartmentId? to = null, Request? request = null)
    {
        var receipt = await AcceptAsync(request);
        await DoAsync(receipt.Id, new DispatchTicket(to ?? Sample.Water), Sample.Dispatcher);
        return receipt;
    }

    internal async Task<Receipt> ApprovedAsync()
    {
        var receipt = await DispatchedAsync();
        await DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        await DoAsync(receipt.Id, new ContactCitizen(true, Clock.Now, "张先生", "了解情况"), Sample.WaterClerk);
        await DoAsync(receipt.Id, TicketStory.Reply, Sample.WaterClerk);
        await DoAsync(receipt.Id, new ApproveReply(), Sample.Reviewer);
        return receipt;
    }

    internal async Task<IReadOnlyList<string>> KindsAsync(TicketId id) => [.. (await File.EventsAsync(id, Ct)).Select(e => e.Event.Kind())];

    public ValueTask DisposeAsync() => Db.DisposeAsync();
}
