using Hotline.Tickets.Auditing;
using Hotline.Tickets.Delivery;

namespace Hotline.Tickets.Tests.Delivery;

public sealed class FailedDeliveriesTests
{
    private static readonly Actor Admin = new("admin", "系统管理员", Role.Administrator, null);

    [Fact]
    public async Task A_message_that_was_given_up_is_put_back_into_the_queue_once_and_the_log_says_who_did_it()
    {
        await using var house = await TicketHouse.OpenAsync();
        var ticket = await house.AcceptAsync();
        var kept = await FailAsync(house, ticket.Id, address: [1, 2, 3]);
        house.Clock.Now += TimeSpan.FromMinutes(1);
        var gone = await FailAsync(house, ticket.Id, address: null);
        var log = new AdminLog(house.Db, house.Clock);
        var failed = new FailedDeliveries(house.Db, log, house.Clock);

        Assert.Equal(2, await failed.CountAsync(Ct));
        Assert.Equal([(gone, false), (kept, true)], (await failed.ReadAsync(1, 10, Ct)).Items.Select(d => (d.Id, d.Again)));
        Assert.True((await failed.ReadAsync(1, 1, Ct)).More);
        Assert.False(await failed.SendAgainAsync(gone, Admin, Ct));
        Assert.True(await failed.SendAgainAsync(kept, Admin, Ct));
        Assert.False(await failed.SendAgainAsync(kept, Admin, Ct));
        Assert.Equal(("queued", 0), (await house.Db.ReadAsync("select state, tries from tickets.delivery where id = $1 and next_at is not null", [kept], row => (row.GetString(0), row.GetInt32(1)), Ct)).Single());
        Assert.Equal([("sent-again", kept.ToString())], (await log.ReadAsync(new(Sample.Monday, Sample.Monday.AddDays(1)), Ct)).Items.Select(a => (a.Act, a.Subject!)));
    }

    private static async Task<Guid> FailAsync(TicketHouse house, TicketId ticket, byte[]? address)
    {
        var (letter, delivery) = (Guid.NewGuid(), Guid.NewGuid());
        await house.Db.ExecuteAsync("insert into tickets.letter (id, ticket_id, cause, kind, sealed, at) values ($1, $2, $3, 'accepted', $4, $5)", [letter, ticket.Value, letter.ToString(), new byte[] { 1 }, house.Clock.Now.ToUniversalTime()], Ct);
        await house.Db.ExecuteAsync(
            "insert into tickets.delivery (id, letter_id, ticket_id, channel, sealed_address, state, tries, ended_at, failure) values ($1, $2, $3, 'sms', $4::bytea, 'failed', 5, $5, 'no-channel')",
            [delivery, letter, ticket.Value, address, house.Clock.Now.ToUniversalTime()], Ct);
        return delivery;
    }
}
