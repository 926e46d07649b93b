using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Statistics;

namespace Hotline.Tickets.Tests.Statistics;

public sealed class MonthBookTests
{
    private static readonly DateOnly November = new(2026, 11, 1);

    [Fact]
    public async Task A_ticket_reopened_after_the_freeze_leaves_the_month_as_it_was_and_makes_an_erratum()
    {
        await using var house = await TicketHouse.OpenAsync();
        var book = Book(house);
        var closed = await house.ApprovedAsync();
        await house.DoAsync(closed.Id, new FollowUpTicket(true, true, Satisfaction.Satisfied), Sample.Caller);
        house.Clock.Now = Sample.Rules.StartOf(November.AddMonths(1)).AddMinutes(5);
        var frozen = (await book.FreezeAsync(November, Sample.Supervisor, Ct)).Frozen!;
        Assert.Null(await book.CheckAsync(November, Actor.System, Ct)); // nothing has changed yet

        await house.DoAsync(closed.Id, new RateTicket(false, Satisfaction.Dissatisfied), Actor.Citizen); // 重办
        house.Clock.Now = house.Clock.Now.AddMinutes(1);
        var erratum = (await book.CheckAsync(November, Actor.System, Ct))!;

        Assert.Equal(1, erratum.No);
        Assert.Equivalent(frozen, await book.FindAsync(November, Ct));
        var completion = erratum.Body.Changes.Single(c => c.Now is { Kpi: "completion", Variant: "due", By: null });
        Assert.Equal((1m, 0m), (completion.Was!.Numerator, completion.Now!.Numerator));
        Assert.Contains(erratum.Body.Tickets, t => t.Kpi == "completion" && t.Ticket == closed.Id.Value && t.Was == "denominator 1 water" && t.Now is null); // due again in December
        Assert.Equal(closed.Number, (await book.NumbersAsync([erratum], Ct))[closed.Id.Value]);
        Assert.Null(await book.CheckAsync(November, Actor.System, Ct)); // told once
        Assert.Single(await book.ErrataAsync(November, Ct));
        Assert.Empty(await book.BrokenAsync(Ct));
    }

    [Fact]
    public async Task Months_are_chained_and_a_changed_one_is_found()
    {
        await using var house = await TicketHouse.OpenAsync();
        var book = Book(house);
        await house.DispatchedAsync();
        house.Clock.Now = Sample.Rules.StartOf(new DateOnly(2027, 1, 5));
        var november = (await book.FreezeAsync(November, Sample.Supervisor, Ct)).Frozen!;
        var december = (await book.FreezeAsync(November.AddMonths(1), Sample.Supervisor, Ct)).Frozen!;
        Assert.NotEqual(november.Hash, december.Hash);
        Assert.Empty(await book.BrokenAsync(Ct));

        await house.Db.ExecuteAsync("""update tickets.kpi_month set body = replace(body, '"numerator":1', '"numerator":2') where month = $1""", [November], Ct);
        Assert.Equal(["2026-11"], await book.BrokenAsync(Ct));
    }

    [Fact]
    public async Task A_month_is_frozen_once_and_only_when_it_is_over()
    {
        await using var house = await TicketHouse.OpenAsync();
        var book = Book(house);
        Assert.Equal(MonthBook.NotOver, (await book.FreezeAsync(November, Sample.Supervisor, Ct)).Not);
        house.Clock.Now = Sample.Rules.StartOf(new DateOnly(2026, 12, 4));
        var job = new MonthJob(book, Sample.Rules, house.Clock);
        Assert.StartsWith("没有待冻结的月份", await job.RunAsync(Ct), StringComparison.Ordinal);
        house.Clock.Now = Sample.Rules.StartOf(new DateOnly(2026, 12, 5));
        Assert.StartsWith("2026-11 已冻结", await job.RunAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(MonthBook.FrozenBefore, (await book.FreezeAsync(November, Sample.Supervisor, Ct)).Not);
        Assert.Equal(Kpis.All.Where(k => k.Unavailable is null).Select(k => k.Code), (await book.FindAsync(November, Ct))!.Body.Figures.Select(f => f.Kpi).Distinct());
    }

    [Fact]
    public async Task The_months_calls_are_frozen_and_hashed_with_it_where_telephony_is_connected()
    {
        await using var house = await TicketHouse.OpenAsync();
        house.Clock.Now = Sample.Rules.StartOf(new DateOnly(2026, 12, 5));
        var telephony = new Switchboard();
        var book = new MonthBook(house.Db, new KpiFacts(house.Db), Sample.Rules, house.Clock, telephony);
        var frozen = (await book.FreezeAsync(November, Sample.Supervisor, Ct)).Frozen!;
        Assert.Equal((Sample.Rules.StartOf(November), Sample.Rules.StartOf(November.AddMonths(1))), telephony.Asked);
        Assert.Equal(telephony.Figures, frozen.Body.Calls!);
        Assert.DoesNotContain(frozen.Body.LeftOut!, w => w.StartsWith("话务指标", StringComparison.Ordinal));

        Assert.Null(await book.CheckAsync(November, Actor.System, Ct)); // nothing has changed yet
        telephony.Figures = [telephony.Figures[0] with { Numerator = 1 }, new("connect", "short-5", "urban", 3, 3, 0, 0, 3)]; // a node that was away has brought its calls
        var erratum = (await book.CheckAsync(November, Actor.System, Ct))!;
        Assert.Equal([(95m, 1m), (null, 3m)], erratum.Body.Calls!.Select(c => (c.Was?.Numerator, c.Now?.Numerator)));
        Assert.Empty(erratum.Body.Changes);
        Assert.Null(await book.CheckAsync(November, Actor.System, Ct)); // told once
        telephony.Figures = frozen.Body.Calls!;
        Assert.Null((await book.CheckAsync(November, Actor.System, Ct))!.Body.Calls); // and taken back
        Assert.Null(await Book(house).CheckAsync(November, Actor.System, Ct)); // a host without telephony finds no fault with the calls
        Assert.Empty(await book.BrokenAsync(Ct));
        Assert.Equal(frozen.Body.Calls, (await book.FindAsync(November, Ct))!.Body.Calls);
        await house.Db.ExecuteAsync("""update tickets.kpi_month set body = replace(body, '"numerator":95', '"numerator":96') where month = $1""", [November], Ct);
        Assert.Equal(["2026-11"], await book.BrokenAsync(Ct));
    }

    private sealed class Switchboard : ICallMonth
    {
        internal IReadOnlyList<CallMonthFigure> Figures { get; set; } = [new("connect", "short-5", null, 100, 98, 2, 0, 95)];

        internal (DateTimeOffset From, DateTimeOffset To) Asked { get; private set; }

        public Task<IReadOnlyList<CallMonthFigure>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
        {
            Asked = (from, to);
            return Task.FromResult(Figures);
        }
    }

    private static MonthBook Book(TicketHouse house) => new(house.Db, new KpiFacts(house.Db), Sample.Rules, house.Clock);
}
