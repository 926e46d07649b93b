using Hotline.Tickets.Accepting;
using Hotline.Tickets.Merging;
using Hotline.Tickets.Requesters;

namespace Hotline.Tickets.Tests.Merging;

public sealed class SplitDeskTests
{
    private static readonly SplitPart Report = new(RequestType.Report, "举报无证经营", "店主无证经营食品", Reason: "投诉与举报应分别办理");

    [Fact]
    public async Task A_complaint_with_a_report_in_it_becomes_two_tickets_of_one_caller()
    {
        await using var ground = await MergeGround.OpenAsync();
        var first = await ground.House.AcceptAsync(TicketStory.Request with { Type = RequestType.Complaint, Mail = "zhang@example.org" });
        var before = await ground.FingerprintAsync(first.Id);
        var (second, why) = await ground.Split.SplitAsync(first.Id, Report, Sample.Dispatcher, Ct);
        Assert.Null(why);
        Assert.NotEqual((first.Number, first.Id), (second!.Number, second.Id));
        Assert.Equal(before, await ground.FingerprintAsync(first.Id));

        var ticket = (await ground.House.Store.LoadAsync(second.Id, Ct))!.Ticket;
        Assert.Equal((RequestType.Report, true, StateName.AwaitingDispatch), (ticket.Facts.Type, ticket.Facts.Confidential, ticket.State.Name));
        var requesters = new RequesterFile(ground.House.Db, ground.House.Key, ground.House.Clock);
        Assert.Equal(new Requester("张先生", "13900001234", "zhang@example.org"), await requesters.OpenAsync(second.Id, Sample.Dispatcher, "核对", Ct));
        Assert.Contains(await requesters.ViewsAsync(first.Id, Ct), v => v.Purpose.StartsWith("拆单", StringComparison.Ordinal));
        Assert.Equal((RelationKind.Split, true), (await ground.Relations.ReadAsync(first.Id, Sample.Dispatcher, Ct)).Related is [var r] ? (r.Kind, r.Leads) : default);
        Assert.True(await ground.Relations.IsUntouchedAsync(second.Id, Ct));
    }

    [Fact]
    public async Task Bad_or_forbidden_splits_open_and_store_nothing()
    {
        await using var ground = await MergeGround.OpenAsync();
        var first = await ground.House.AcceptAsync();
        Assert.Equal("not-your-role", ((Decision.Refused)(await ground.Split.SplitAsync(first.Id, Report, Sample.Agent, Ct)).Why!).Code);
        (await ground.Split.SplitAsync(first.Id, Report with { Reason = null }, Sample.Dispatcher, Ct)).Why!.ThenInvalid("reason");
        var wrong = await Assert.ThrowsAsync<InvalidRequestException>(() => ground.Split.SplitAsync(first.Id, Report with { Title = null, Type = null }, Sample.Dispatcher, Ct));
        Assert.Equal(["title", "type"], wrong.Errors.Keys.Order());
        var closed = await ground.House.AcceptAsync(TicketStory.Request with { Answer = "请拨打供水热线" });
        Assert.Equal("split-not-open", ((Decision.Refused)(await ground.Split.SplitAsync(closed.Id, Report, Sample.Dispatcher, Ct)).Why!).Code);
        Assert.Equal((2, 0), (await ground.CountAsync("select count(*) from tickets.ticket"), await ground.CountAsync("select count(*) from tickets.personal_data_view")));
    }
}
