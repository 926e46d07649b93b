using Hotline.Tickets.Citizens;
using Hotline.Tickets.FollowingUp;

namespace Hotline.Tickets.Tests.Citizens;

public sealed class CitizenLookupTests
{
    [Fact]
    public async Task Number_and_code_show_state_holder_due_and_the_unified_reply_once_approved()
    {
        await using var house = await TicketHouse.OpenAsync();
        var waiting = await house.AcceptAsync();
        var status = (await FindAsync(house, waiting.Number, waiting.Code)).Status;
        Assert.Equal((StateName.AwaitingDispatch, null, waiting.Due), (status.State, status.Due, status.Expected)); // what the receipt said is still said
        Assert.NotNull(waiting.Due);

        var receipt = await house.DispatchedAsync();
        status = (await FindAsync(house, receipt.Number, receipt.Code)).Status;
        Assert.Equal((StateName.AwaitingSignature, "安澜市供水集团", null, false), (status.State, status.Holder, status.UnifiedReply, status.MayRate));
        Assert.NotNull(status.Due);
        Assert.Null(status.Expected);

        var approved = await house.ApprovedAsync();
        status = (await FindAsync(house, approved.Number, approved.Code)).Status;
        Assert.Equal(("市民热线中心", "已抢修恢复供水", true), (status.Holder, status.UnifiedReply, status.MayRate));
        await house.DoAsync(approved.Id, new RateTicket(true, Satisfaction.Satisfied), Actor.Citizen);
        status = (await FindAsync(house, approved.Number, approved.Code)).Status;
        Assert.Equal((StateName.Closed, null, false), (status.State, status.Holder, status.MayRate));
    }

    [Fact]
    public async Task Five_wrong_codes_close_a_number_for_a_quarter_of_an_hour_even_for_the_right_one()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.AcceptAsync();
        var wrong = new QueryCode(receipt.Code.Digits == "000000" ? "000001" : "000000");
        for (var i = 0; i < 5; i++) Assert.IsType<LookupResult.NotFound>(await Lookup(house).FindAsync(receipt.Number, wrong, $"10.0.0.{i}", Ct));

        var blocked = Assert.IsType<LookupResult.TooMany>(await Lookup(house).FindAsync(receipt.Number, receipt.Code, "10.0.0.9", Ct));
        Assert.Equal(TimeSpan.FromMinutes(15), blocked.RetryAfter);
        house.Clock.Now += TimeSpan.FromMinutes(15);
        await FindAsync(house, receipt.Number, receipt.Code);
    }

    [Fact]
    public async Task Twenty_wrong_guesses_close_an_address_whatever_number_it_asks_for()
    {
        await using var house = await TicketHouse.OpenAsync();
        for (var i = 1; i <= 20; i++) await Lookup(house).FindAsync(TicketNumber.Create(new DateOnly(2026, 11, 1), i), new("123456"), "10.0.0.1", Ct);
        var receipt = await house.AcceptAsync();
        Assert.IsType<LookupResult.TooMany>(await Lookup(house).FindAsync(receipt.Number, receipt.Code, "10.0.0.1", Ct));
        Assert.IsType<LookupResult.Found>(await Lookup(house).FindAsync(receipt.Number, receipt.Code, "10.0.0.2", Ct));
    }

    private static CitizenLookup Lookup(TicketHouse house) => new(house.Db, house.Store, house.Key, Sample.Rules, house.Clock);

    private static async Task<LookupResult.Found> FindAsync(TicketHouse house, TicketNumber number, QueryCode code) =>
        Assert.IsType<LookupResult.Found>(await Lookup(house).FindAsync(number, code, "10.0.0.8", Ct));
}
