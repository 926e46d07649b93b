using Hotline.Tickets.Accepting;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.City;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Requesters;
using Hotline.Tickets.Retention;
using Hotline.Tickets.Statistics;
using Hotline.Tickets.Tests.Attachments;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tickets.Tests.Retention;

public sealed class RetentionTests : IDisposable
{
    private static readonly int Kept = Sample.Rules.Profile.Retention?.FirstOrDefault(r => r.Kind == RetentionKind.PersonalData)?.Days ?? 3650;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-retention-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task When_its_time_is_over_the_person_is_gone_and_the_figures_stay()
    {
        await using var house = await TicketHouse.OpenAsync();
        var files = Files(house);
        var receipt = await ClosedAsync(house);
        var attachments = new AttachmentDesk(house.Db, house.Desk, files, new VirusScan(new(), NullLogger<VirusScan>.Instance), new(), house.Rules, house.Clock);
        var (_, file) = await attachments.AttachAsync(receipt.Id, "a.jpg", Made.Photo(), false, Sample.Agent, Ct);
        var figures = await FiguresAsync(house);
        var sweep = Sweep(house, files);

        house.Clock.Now += TimeSpan.FromDays(Kept - 1);
        Assert.StartsWith("去标识化 0 张", await sweep.RunAsync(Ct));
        house.Clock.Now += TimeSpan.FromDays(2);
        Assert.StartsWith("去标识化 1 张", await sweep.RunAsync(Ct));
        Assert.StartsWith("去标识化 0 张", await sweep.RunAsync(Ct));

        Assert.Equal(new Requester(null, null), await new RequesterFile(house.Db, house.Key, house.Clock).OpenAsync(receipt.Id, Sample.Supervisor, "复核", Ct));
        Assert.IsType<LookupResult.NotFound>(await new CitizenLookup(house.Db, house.Store, house.Key, Sample.Rules, house.Clock).FindAsync(receipt.Number, receipt.Code, "x", Ct));
        Assert.Empty(await new RequesterHistory(house.Db, house.Key, house.Clock).ReadAsync(TicketStory.Request.Phone!, Sample.Agent, Ct));
        Assert.Null(await files.OriginalAsync(file.Id, Ct));
        Assert.Null(await files.ServedAsync(file.Id, Ct));
        var noted = await house.Db.ReadAsync("select ticket_id, rows from tickets.erasure where what = 'personal-data'", [], r => (r.GetGuid(0), r.GetInt64(1)), Ct);
        Assert.Equal([(receipt.Id.Value, 2L)], noted);

        Assert.Equal(figures, await FiguresAsync(house));
        Assert.True(await house.File.IsUntouchedAsync(receipt.Id, Ct));
    }

    [Fact]
    public async Task A_hold_stops_it_until_it_is_released()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await ClosedAsync(house);
        var (holds, sweep) = (new LegalHolds(house.Db, house.Clock), Sweep(house, Files(house)));
        Assert.True(await holds.HoldAsync(receipt.Id, "行政诉讼", Sample.Supervisor, Ct));
        Assert.False(await holds.HoldAsync(receipt.Id, "再次", Sample.Supervisor, Ct));
        house.Clock.Now += TimeSpan.FromDays(Kept + 400);
        Assert.StartsWith("去标识化 0 张", await sweep.RunAsync(Ct));
        Assert.True(await holds.ReleaseAsync(receipt.Id, Sample.Supervisor, Ct));
        Assert.StartsWith("去标识化 1 张", await sweep.RunAsync(Ct));
        var hold = Assert.Single(await holds.ReadAsync(receipt.Id, Ct));
        Assert.Equal(("行政诉讼", Sample.Supervisor, Sample.Supervisor), (hold.Reason, hold.By, hold.EndedBy));
    }

    [Fact]
    public async Task Open_tickets_keep_their_person_however_old()
    {
        await using var house = await TicketHouse.OpenAsync();
        await house.DispatchedAsync();
        house.Clock.Now += TimeSpan.FromDays(9000);
        Assert.StartsWith("去标识化 0 张", await Sweep(house, Files(house)).RunAsync(Ct));
    }

    [Fact]
    public async Task Receipts_and_failed_lookups_live_shortly_and_their_number_is_noted()
    {
        await using var house = await TicketHouse.OpenAsync();
        await house.Reception.AcceptOnceAsync("k", TicketStory.Request, Sample.Agent, Ct);
        house.Clock.Now += TimeSpan.FromDays(31);
        Assert.EndsWith("清除短期数据 1 行", await Sweep(house, Files(house)).RunAsync(Ct));
        Assert.Equal([("receipts", 1L)], await house.Db.ReadAsync("select what, rows from tickets.erasure", [], r => (r.GetString(0), r.GetInt64(1)), Ct));
    }

    [Fact]
    public async Task Files_that_went_with_mail_go_after_ninety_days_and_what_failed_is_then_not_sent_without_them()
    {
        await using var house = await TicketHouse.OpenAsync();
        var message = Guid.NewGuid();
        await new StaffMail(house.Db, house.Key, house.Clock).QueueAsync("report", "日报", "见附件", new("日报.docx", "application/octet-stream", [1]), [(message, "duty@example.gov.cn")], Ct);
        house.Clock.Now += TimeSpan.FromDays(91);
        Assert.EndsWith("清除短期数据 0 行", await Sweep(house, Files(house)).RunAsync(Ct)); // it is still to be sent
        await house.Db.ExecuteAsync("update tickets.delivery set state = 'failed', ended_at = $1, next_at = null", [house.Clock.Now], Ct);
        Assert.EndsWith("清除短期数据 1 行", await Sweep(house, Files(house)).RunAsync(Ct));
        Assert.False(Assert.Single((await new FailedDeliveries(house.Db, new(house.Db, house.Clock), house.Clock).ReadAsync(1, 10, Ct)).Items).Again);
    }

    private static async Task<Receipt> ClosedAsync(TicketHouse house)
    {
        var receipt = await house.ApprovedAsync();
        await house.DoAsync(receipt.Id, new FollowUpTicket(true, true, Satisfaction.Satisfied), Sample.Caller);
        return receipt;
    }

    private static async Task<string> FiguresAsync(TicketHouse house) =>
        EventJson.Write(await new Scoreboard(house.Db, new KpiFacts(house.Db), Sample.Rules, house.Clock).ReadAsync(new(2026, 11, 1), new(2026, 11, 30), Ct));

    private SealedFiles Files(TicketHouse house) => new(new AttachmentOptions { Folder = _folder.FullName }, house.Key);

    private static RetentionSweep Sweep(TicketHouse house, SealedFiles files) =>
        new(house.Db, new PersonalDataEraser(house.Db, house.Key, files, house.Clock), Sample.Rules, house.Clock);
}
