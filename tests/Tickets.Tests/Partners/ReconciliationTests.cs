using Hotline.Tickets.Accepting;
using Hotline.Tickets.Partners;

namespace Hotline.Tickets.Tests.Partners;

/// <summary>日对账 around midnight and over days.</summary>
public sealed class ReconciliationTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 9, 16, 0, 0, TimeSpan.Zero); // of the city

    [Fact]
    public async Task A_packet_belongs_to_the_day_on_which_it_was_taken()
    {
        await using var both = await PartnerHouse.OpenAsync();
        var offered = both.Today;
        both.Police.Line = () => Fate.Lost;
        var number = await both.SentAsync();
        both.House.Clock.Now += TimeSpan.FromDays(2);
        both.Police.Line = () => Fate.Arrives;
        await both.SendAsync();
        var taken = both.Today;
        both.House.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal((0, true), Of(await both.Reconciliation.MatchAsync("110", offered, [], Ct)));
        Assert.Equal((1, true), Of(await both.Reconciliation.MatchAsync("110", taken, [Theirs(number)], Ct)));
        Assert.Equal(number, Assert.Single(await both.Reconciliation.OursAsync("110", taken, Ct)).Correlation);
    }

    [Theory]
    [InlineData(-2, 1)] // ours before midnight, theirs after it
    [InlineData(2, 0)]
    public async Task A_line_close_to_midnight_may_stand_in_the_ledger_of_either_day(int minutes, int inTheirsOf)
    {
        await using var both = await PartnerHouse.OpenAsync();
        var first = both.Today;
        both.At(Midnight.AddMinutes(minutes));
        var number = await both.SentAsync();
        both.At(Midnight.AddDays(2));
        for (var day = 0; day < 2; day++)
        {
            var match = await both.Reconciliation.MatchAsync("110", first.AddDays(day), day == inTheirsOf ? [Theirs(number)] : [], Ct);
            Assert.Equal((day == inTheirsOf ? 1 : 0, true), Of(match));
        }

        Assert.Equal(ExchangeState.Acked, (await both.LineAsync(number)).State);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public async Task A_line_close_to_midnight_that_neither_ledger_has_is_sent_again_once(int minutes)
    {
        await using var both = await PartnerHouse.OpenAsync();
        var first = both.Today;
        both.At(Midnight.AddMinutes(minutes));
        var number = await both.SentAsync();
        both.At(Midnight.AddDays(2));
        Assert.True((await both.Reconciliation.MatchAsync("110", first, [], Ct)).Match.IsClean);
        Assert.Equal(number, Assert.Single((await both.Reconciliation.MatchAsync("110", first.AddDays(1), [], Ct)).Match.OnlyHere).Correlation);
        Assert.Equal(ExchangeState.Offered, (await both.LineAsync(number)).State);
    }

    [Fact]
    public async Task A_day_that_is_not_over_is_not_matched()
    {
        await using var both = await PartnerHouse.OpenAsync();
        var number = await both.SentAsync();
        var wrong = await Assert.ThrowsAsync<InvalidRequestException>(() => both.Reconciliation.MatchAsync("110", both.Today, [], Ct));
        Assert.Contains("day", wrong.Errors.Keys);
        Assert.Equal(ExchangeState.Acked, (await both.LineAsync(number)).State);
    }

    [Fact]
    public async Task A_partner_whose_ledger_cannot_be_read_keeps_no_other_from_its_match()
    {
        await using var fire = await PoliceSide.StartAsync();
        await using var police = await PoliceSide.StartAsync();
        await using var both = await PartnerHouse.OpenAsync(("110", new() { Ledger = police.Endpoint }), ("119", new() { Ledger = fire.LedgerAddress, SendKey = "ours" })); // where 110's packets go there is no ledger
        var job = new ReconciliationJob(both.Reconciliation, both.Connector, both.Options, both.House.Rules, both.House.Clock);
        var said = (await Assert.ThrowsAsync<InvalidOperationException>(() => job.RunAsync(Ct))).Message;
        Assert.Equal("110 未能对账（HTTP 405）；119 相符 0，我方独有 0，对方独有 0，状态不一 0", said);
        Assert.Equal("119", Assert.Single(await both.Reconciliation.ReadAsync(Ct)).Partner);
        Assert.Equal(["Bearer ours"], fire.Keys);
    }

    private static LedgerEntry Theirs(string number) => new("12345", ExchangeKind.Case, number, ExchangeState.Acked);

    private static (int Matched, bool Clean) Of(DayMatch match) => (match.Match.Matched, match.Match.IsClean);
}
