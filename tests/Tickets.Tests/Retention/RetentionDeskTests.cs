using Hotline.Tickets.Attachments;
using Hotline.Tickets.Retention;

namespace Hotline.Tickets.Tests.Retention;

public sealed class RetentionDeskTests
{
    private static readonly Actor Admin = new("admin", "系统管理员", Role.Administrator, null);

    [Fact]
    public async Task A_hold_is_put_on_and_taken_off_once_each_by_the_tickets_number()
    {
        await using var house = await TicketHouse.OpenAsync();
        var (desk, ticket) = (Desk(house), await house.AcceptAsync());
        Assert.IsType<Decision.Happened>(await desk.HoldAsync(ticket.Number.Digits, "诉讼", Admin, Ct));
        Assert.Equal(RetentionDesk.AlreadyHeld, await desk.HoldAsync(ticket.Number.Digits, "再次", Admin, Ct));
        Assert.Equal([(ticket.Number, "诉讼", Admin)], (await desk.HeldAsync(Ct)).Select(h => (h.Number, h.Reason, h.By)));
        Assert.IsType<Decision.Happened>(await desk.ReleaseAsync(ticket.Number, Admin, Ct));
        Assert.Equal(RetentionDesk.NotHeld, await desk.ReleaseAsync(ticket.Number, Admin, Ct));
        Assert.Empty(await desk.HeldAsync(Ct));
    }

    [Fact]
    public async Task What_was_typed_wrong_is_named_by_its_field()
    {
        await using var house = await TicketHouse.OpenAsync();
        var wrong = Assert.IsType<Decision.Invalid>(await Desk(house).HoldAsync("12", " ", Admin, Ct));
        Assert.Equal(["number", "reason"], wrong.Errors.Keys.Order());
        Assert.Equal(["number"], Assert.IsType<Decision.Invalid>(await Desk(house).HoldAsync((await house.AcceptAsync()).Number.Digits[..^4] + "9999", "诉讼", Admin, Ct)).Errors.Keys);
    }

    [Fact]
    public async Task An_open_ticket_keeps_its_person_and_an_erasure_is_listed()
    {
        await using var house = await TicketHouse.OpenAsync();
        var desk = Desk(house);
        Assert.Equal(RetentionDesk.StillOpen, await desk.EraseAsync((await house.AcceptAsync()).Number.Digits, "本人申请", Admin, Ct));
        var closed = await house.AcceptAsync();
        await house.DoAsync(closed.Id, new Hotline.Tickets.Accepting.AnswerOnTheSpot("已解答"), Sample.Agent);
        Assert.IsType<Decision.Happened>(await desk.EraseAsync(closed.Number.Digits, "本人申请", Admin, Ct));
        Assert.Equal(RetentionDesk.NotErasable, await desk.EraseAsync(closed.Number.Digits, "本人申请", Admin, Ct));
        Assert.Equal([("personal-data", closed.Number, "本人申请")], (await desk.ErasedAsync(1, 10, Ct)).Items.Select(e => (e.What, e.Number!.Value, e.Basis)));
    }

    private static RetentionDesk Desk(TicketHouse house) => new(
        house.Db, new PersonalDataEraser(house.Db, house.Key, new SealedFiles(new AttachmentOptions { Folder = Path.Combine(Path.GetTempPath(), $"hotline-files-{Guid.NewGuid():N}") }, house.Key), house.Clock), new LegalHolds(house.Db, house.Clock), house.File);
}
