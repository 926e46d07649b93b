using Hotline.Tickets.Partners;
using Hotline.Tickets.Police;
using Hotline.Tickets.Tests.Delivery;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tickets.Tests.Partners;

/// <summary>Both sides of the link between 12345 and 110, on a real PostgreSQL and real HTTP, with a clock that stands.</summary>
internal sealed class PartnerHouse : IAsyncDisposable
{
    private long _told;

    private PartnerHouse(TicketHouse house, PoliceSide police, IReadOnlyDictionary<string, Partner> others)
    {
        (House, Police) = (house, police);
        Options = new PartnerOptions { Lines = new Dictionary<string, Partner>(others, StringComparer.Ordinal) { ["110"] = (others.GetValueOrDefault("110") ?? new()) with { Endpoint = police.Endpoint, SendKey = "our-secret" } } }.Completed();
        Ledger = new(house.Db, house.Key, house.Clock);
        Links = new(house.Db, Options, house.Clock);
        Intake = new(house.Db, house.Store, house.Reception, house.Desk, Ledger, Options, house.Rules, house.Clock);
        Reconciliation = new(house.Db, house.Rules, house.Clock);
        Connector = new(Options, house.Clock);
        Worker = new(Ledger, Connector, Links, Options, house.Clock, NullLogger<PartnerWorker>.Instance);
    }

    internal TicketHouse House { get; }
    internal PoliceSide Police { get; }
    internal PartnerOptions Options { get; }
    internal ExchangeLedger Ledger { get; }
    internal PartnerLinks Links { get; }
    internal PartnerIntake Intake { get; }
    internal Reconciliation Reconciliation { get; }
    internal PartnerConnector Connector { get; }
    internal PartnerWorker Worker { get; }

    internal static async Task<PartnerHouse> OpenAsync(params IEnumerable<(string Id, Partner Line)> others) =>
        new(await TicketHouse.OpenAsync(), await PoliceSide.StartAsync(), others.ToDictionary(o => o.Id, o => o.Line, StringComparer.Ordinal));

    /// <summary>A packet of a ticket that goes to 110 now, and its number.</summary>
    internal async Task<string> SentAsync()
    {
        var receipt = await House.AcceptAsync();
        await House.DoAsync(receipt.Id, new TransferToPolice("现场有人持刀"), Sample.Agent);
        await TellAsync();
        return receipt.Number.Digits;
    }

    /// <param name="sql">One number.</param>
    internal async Task<long> CountAsync(string sql) => (await House.Db.ReadAsync(sql, [], row => row.GetInt64(0), Ct))[0];

    /// <summary>The clock of the house stands there.</summary>
    internal void At(DateTimeOffset moment) => House.Clock.Now = moment;

    /// <summary>The city's day of the clock.</summary>
    internal DateOnly Today => House.Rules.DayOf(House.Clock.Now);

    internal static PartnerCase Case(int no) => new($"J{no:0000}", $"小区夜间施工噪声 {no}", "邻居半夜装修，民警已劝停，请协调", "金水路18号", "13900001234");

    /// <summary>What has happened since is told, twice as the feed may, and what is due is sent.</summary>
    internal async Task TellAsync()
    {
        var subscriber = new PartnerSubscriber(House.Db, House.Store, Ledger, House.Key, House.Clock);
        var fresh = (await PostHouse.LogAsync(House.Db)).Where(e => e.Recorded.Seq > _told).ToList();
        for (var i = 0; i < 2; i++) await subscriber.HandleAsync(fresh, Ct);
        _told = fresh.Count > 0 ? fresh[^1].Recorded.Seq : _told;
        await SendAsync();
    }

    internal async Task SendAsync()
    {
        while (await Worker.PassAsync(Ct) > 0) { /* more */ }
    }

    internal async Task<Exchange> LineAsync(string correlation, ExchangeKind kind = ExchangeKind.Case) =>
        (await Ledger.ReadAsync(ExchangeList.All, null, 1, 1000, Ct)).Items.Single(l => l.Correlation == correlation && l.Kind == kind);

    public async ValueTask DisposeAsync()
    {
        await Police.DisposeAsync();
        await House.DisposeAsync();
    }
}
