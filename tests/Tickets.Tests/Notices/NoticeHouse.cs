using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Notices;
using Hotline.Tickets.Tests.Delivery;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tickets.Tests.Notices;

/// <summary>Clocks, notices and their messages on a real PostgreSQL, in a city that works from 08:00 to 18:00 without a break.</summary>
internal sealed class NoticeHouse(TicketHouse house) : IAsyncDisposable
{
    /// <summary>A Friday, 11:00 in the city.</summary>
    internal static readonly DateTimeOffset Friday = At(13, 11);

    internal TicketHouse House => house;
    internal Gateway Gateway { get; } = new();
    internal DutyRosters Rosters { get; } = new(house.Db);
    internal NoticeFile File { get; } = new(house.Db, house.Rules, house.Clock);
    private NoticeContacts Contacts => new(Rosters, house.Rules);
    private NoticeOffice Office => new(house.Db, house.Key, Contacts, house.Rules, house.Clock);
    private LetterOffice Letters => new(house.Db, house.Store, house.Key, house.Rules, new DeliveryOptions(), house.Clock);
    private DeliveryWorker Sender => new(
        house.Db, [Gateway], Letters, house.Key, house.Rules, new DeliveryOptions(), house.Clock, NullLogger<DeliveryWorker>.Instance);

    /// <summary>So many working hours for the handling, that and nothing else, with these cards.</summary>
    internal static async Task<NoticeHouse> OpenAsync(IReadOnlyList<CardRule> cards, NoticeRules? notices = null, int hours = 10) => new(await TicketHouse.OpenAsync(RulesWith(cards, notices, hours)));

    private static CityRules RulesWith(IReadOnlyList<CardRule> cards, NoticeRules? notices, int hours)
    {
        var sample = Sample.Rules.Profile;
        ClockLimit[] limits = [.. sample.Limits.Where(l => l.Clock != ClockName.Handling).Select(l => l with { WarnAfter = null, Cards = [] }), new(ClockName.Handling, hours, LimitUnit.WorkingHours)];
        return new(sample with { WorkHours = "08:00-18:00", Limits = limits, Handling = sample.Handling! with { Cards = cards, Ladder = [], Notices = notices ?? new() { Digest = false, Desks = [new(Role.Supervisor, "13700000009")] } } });
    }

    internal static DateTimeOffset At(int day, int hour, int minute = 0) => new DateTimeOffset(2026, 11, day, hour, minute, 0, TimeSpan.FromHours(8)).ToUniversalTime();

    /// <summary>With the water company, contacted: only its handling clock runs, from Friday 11:00 to Monday 11:00.</summary>
    internal async Task<Receipt> InHandlingAsync()
    {
        house.Clock.Now = Friday;
        var receipt = await house.DispatchedAsync();
        await house.DoAsync(receipt.Id, new Dispatching.SignForTicket(), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new Handling.ContactCitizen(false, WhyNot: Handling.NotReachedReason.NoAnswer), Sample.WaterClerk);
        return receipt;
    }

    /// <summary>The citizens are written to as well.</summary>
    internal async Task LettersAsync() => await new LetterSubscriber(house.Db, house.Store, Letters, house.Rules).HandleAsync(await PostHouse.LogAsync(house.Db), Ct);

    /// <summary>Everything that the workers do by themselves at that moment; twice, as two hosts would.</summary>
    internal async Task AtAsync(DateTimeOffset now)
    {
        house.Clock.Now = now;
        for (var host = 0; host < 2; host++)
        {
            await house.Sweep().SweepAsync(Ct);
            await new NoticeSubscriber(house.Db, house.Rules).HandleAsync(await PostHouse.LogAsync(house.Db), Ct);
            await new NoticeWorker(Office, new NoticeDigest(house.Db, Office, Contacts, house.Rules, house.Clock), house.Clock, NullLogger<NoticeWorker>.Instance).PassAsync(Ct);
            while (await Sender.PassAsync(Ct) > 0) { /* more */ }
        }
    }

    /// <summary>What has been sent since it was last asked, as "channel address".</summary>
    internal IEnumerable<string> Sent()
    {
        var sent = Gateway.Taken.Select(m => $"{m.Channel.Code()} {m.Address}").Order().ToList();
        Gateway.Taken.Clear();
        return sent;
    }

    public ValueTask DisposeAsync() => house.DisposeAsync();
}
