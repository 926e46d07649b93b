using Hotline.Tickets.Accepting;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Handling;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Tests.UnifiedReplies;

public sealed class RepliesOnceTests
{
    [Fact]
    public async Task A_reply_sent_again_with_its_key_counts_once_and_a_new_one_is_refused()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (ticket, replies) = await ReadyAsync(house);

        for (var i = 0; i < 3; i++) Assert.IsType<Decision.Happened>(await replies.SubmitAsync(ticket, TicketStory.Reply, Sample.WaterClerk, "line-lost-1", Ct));
        Assert.Single(await house.KindsAsync(ticket), k => k == "replied");
        Assert.IsType<Decision.Refused>(await replies.SubmitAsync(ticket, TicketStory.Reply with { PublicText = "另一个答复，办理人员已到现场。" }, Sample.WaterClerk, "line-lost-2", Ct));
        await Assert.ThrowsAsync<InvalidRequestException>(() => replies.SubmitAsync(ticket, TicketStory.Reply with { PublicText = "换了内容" }, Sample.WaterClerk, "line-lost-1", Ct));
    }

    [Fact]
    public async Task A_reply_whose_receipt_was_lost_with_its_host_is_known_again()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (ticket, replies) = await ReadyAsync(house);
        await house.DoAsync(ticket, TicketStory.Reply, Sample.WaterClerk);

        Assert.IsType<Decision.Happened>(await replies.SubmitAsync(ticket, TicketStory.Reply, Sample.WaterClerk, "after-crash", Ct));
        Assert.Single(await house.KindsAsync(ticket), k => k == "replied");
        Assert.IsType<Decision.Refused>(await replies.SubmitAsync(ticket, TicketStory.Reply, Sample.WaterLead, "not-its-writer", Ct));
    }

    [Fact]
    public async Task A_reply_with_mistakes_is_not_remembered()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (ticket, replies) = await ReadyAsync(house);

        Assert.IsType<Decision.Invalid>(await replies.SubmitAsync(ticket, TicketStory.Reply with { PublicText = null }, Sample.WaterClerk, "k", Ct));
        Assert.IsType<Decision.Happened>(await replies.SubmitAsync(ticket, TicketStory.Reply, Sample.WaterClerk, "k", Ct));
    }

    private static async Task<(TicketId, RepliesOnce)> ReadyAsync(TicketHouse house)
    {
        var receipt = await house.DispatchedAsync();
        await house.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new ContactCitizen(true, house.Clock.Now, "张先生", "了解情况"), Sample.WaterClerk);
        return (receipt.Id, new RepliesOnce(house.Db, new(house.Db, house.Key), house.Store, house.Desk, house.Clock));
    }
}
