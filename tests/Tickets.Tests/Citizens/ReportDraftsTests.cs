using Hotline.Tickets.Citizens;

namespace Hotline.Tickets.Tests.Citizens;

public sealed class ReportDraftsTests
{
    internal static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    private static readonly ReportDraft Draft = new() { Text = "金水路井盖塌陷，晚上看不见", Place = "金水路18号", Contact = ContactWay.None };

    [Fact]
    public async Task What_was_typed_and_sent_is_kept_for_whoever_holds_the_token_and_forgotten_after_two_hours()
    {
        await using var ground = await CitizenGround.OpenAsync();
        await ground.Drafts.SaveAsync("mine", Draft, Ct);
        Assert.Null(await ground.Drafts.AddAsync("mine", "井盖.png", Png, Ct));
        Assert.Equal(Draft, await ground.Drafts.FindAsync("mine", Ct));
        var photo = Assert.Single(await ground.Drafts.PhotosAsync("mine", Ct));
        Assert.Equal(("井盖.png", Png.Length), (photo.Name, photo.Bytes));
        Assert.Equal(Png, await ground.Drafts.BytesAsync("mine", photo.Id, Ct));

        Assert.Null(await ground.Drafts.FindAsync("other", Ct));
        Assert.Null(await ground.Drafts.BytesAsync("other", photo.Id, Ct));
        ground.House.Clock.Now += TimeSpan.FromHours(2);
        Assert.Null(await ground.Drafts.FindAsync("mine", Ct));
        ground.House.Clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal("清除草稿 1 份", await ground.Drafts.RunAsync(Ct));
        Assert.Empty(await ground.Drafts.PhotosAsync("mine", Ct));
        Assert.Null(await ground.Files.OriginalAsync(photo.Id, Ct));
    }

    [Fact]
    public async Task A_file_that_is_no_picture_and_one_too_many_are_told_and_the_others_stay()
    {
        await using var ground = await CitizenGround.OpenAsync();
        Assert.Contains("不支持", await ground.Drafts.AddAsync("t", "x.png", [1, 2, 3], Ct), StringComparison.Ordinal);
        Assert.Null(await ground.Drafts.AddAsync("t", "1.png", Png, Ct));
        Assert.Null(await ground.Drafts.AddAsync("t", "2.png", Png, Ct));
        Assert.Contains("最多 2 张", await ground.Drafts.AddAsync("t", "3.png", Png, Ct), StringComparison.Ordinal);
        Assert.Equal(["1.png", "2.png"], (await ground.Drafts.PhotosAsync("t", Ct)).Select(p => p.Name));
    }

    [Fact]
    public async Task Sent_twice_it_is_one_ticket_with_its_photos_once_and_nothing_is_left_of_the_draft()
    {
        await using var ground = await CitizenGround.OpenAsync();
        await ground.Drafts.AddAsync("token", "井盖.png", Png, Ct);
        var place = Assert.Single(await ground.Places.FindAsync("钟楼巷", null, Ct));
        var draft = Draft with { Area = place.Code, Type = "complaint", MayPublish = true };
        var sent = await ground.SendAsync(draft);
        var again = await ground.Reception.SendAsync("token", draft, null, "zh", Ct);
        Assert.Equal((sent.Receipt, false, 0), (again.Receipt, again.JoinedOthers, again.LostPhotos));

        var ticket = (await ground.House.Store.LoadAsync(sent.Receipt.Id, Ct))!.Ticket;
        Assert.Equal(("金水路井盖塌陷，晚上看不见", place.Grid!.Code, place.Town!.Code, Channel.Web), (ticket.Facts.Title, ticket.Facts.Grid, ticket.Facts.Town, ticket.Facts.Channel));
        Assert.Equal("井盖.png", Assert.Single(ticket.Attachments).Name);
        Assert.True((await ground.File.ReadAsync(sent.Receipt.Id, Ct)).MayPublish);
        Assert.Empty(await ground.Drafts.PhotosAsync("token", Ct));
        var left = (await ground.Drafts.FindAsync("token", Ct))!;
        Assert.Equal((null, sent), (left.Text, left.Sent));
    }
}
