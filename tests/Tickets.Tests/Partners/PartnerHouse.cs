using Hotline.Tickets.Partners;
using Hotline.Tickets.Tests.Delivery;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tickets.Tests.Partners;

/// <summary>Both sides of the link between 12345 and 110, on a real PostgreSQL and real HTTP, with a clock that stands.</summary>
internal sealed class PartnerHouse : IAsyncDisposable
{
    private long _told;

    private PartnerHouse(TicketHouse house, PoliceSide police)
    {
        (House, Police) = (house, police);
        Options = new PartnerOptions { Lines = new Dictionary<string, Partner>(StringComparer.Ordinal) { ["110"] = new() { Endpoint = police.Endpoint } } }.Completed();
        Ledger = new(house.Db, house.Key, house.Clock);
        Links = new(house.Db, Options, house.Clock);
        Intake = new(house.Db, house.Reception, house.Desk, Ledger, Options, house.Rules, house.Clock);
        Reconciliation = new(house.Db, house.Rules, house.Clock);
        Worker = new(Ledger, new(Options, house.Clock), Links, Options, house.Clock, NullLogger<PartnerWorker>.Instance);
    }

    internal TicketHouse House { get; }
    internal PoliceSide Police { get; }
    internal PartnerOptions Options { get; }
    internal ExchangeLedger Ledger { get; }
    internal PartnerLinks Links { get; }
    internal PartnerIntake Intake { get; }
    internal Reconciliation Reconciliation { get; }
    internal PartnerWorker Worker { get; }

    internal static async Task<PartnerHouse> OpenAsync() => new(await TicketHouse.OpenAsync(), await PoliceSide.StartAsync());

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
