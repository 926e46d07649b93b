using Hotline.Tickets.Accepting;

namespace Hotline.Tickets.Tests.Accepting;

public sealed class ReceptionTests
{
    [Fact]
    public async Task The_same_key_gives_the_first_receipt_even_to_two_at_once()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => house.Reception.AcceptOnceAsync("k1", TicketStory.Request, Sample.Agent, Ct)));
        Assert.Single(receipts.Distinct());
        Assert.Equal(receipts[0], await house.Reception.AcceptOnceAsync("k1", TicketStory.Request, Sample.Agent, Ct));
        Assert.NotEqual(receipts[0].Id, (await house.Reception.AcceptOnceAsync("k1", TicketStory.Request, Sample.Supervisor, Ct)).Id);
        var tickets = await house.Db.ReadAsync("select count(*) from tickets.ticket", [], row => row.GetInt64(0), Ct);
        Assert.Equal(2, tickets[0]);
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused()
    {
        await using var house = await TicketHouse.OpenAsync();
        await house.Reception.AcceptOnceAsync("k1", TicketStory.Request, Sample.Agent, Ct);
        var e = await Assert.ThrowsAsync<InvalidRequestException>(() => house.Reception.AcceptOnceAsync("k1", TicketStory.Request with { Title = "别的" }, Sample.Agent, Ct));
        Assert.Equal("Idempotency-Key", Assert.Single(e.Errors).Key);
    }

    [Fact]
    public async Task A_wrong_request_stores_nothing_and_draws_no_number()
    {
        await using var house = await TicketHouse.OpenAsync();
        await Assert.ThrowsAsync<InvalidRequestException>(() => house.AcceptAsync(new Request { Title = "无内容" }));
        Assert.StartsWith("261109000001", (await house.AcceptAsync()).Number.Digits);
    }

    [Fact]
    public async Task The_promised_due_time_is_told_where_an_answer_is_owed()
    {
        await using var house = await TicketHouse.OpenAsync();
        Assert.Equal(new DateTimeOffset(2026, 11, 16, 17, 30, 0, TimeSpan.FromHours(8)), (await house.AcceptAsync()).Due);
        Assert.Null((await house.AcceptAsync(TicketStory.Request with { Answer = "好" })).Due);
        Assert.Null((await house.AcceptAsync(TicketStory.Request with { Police = "险" })).Due);
    }
}
