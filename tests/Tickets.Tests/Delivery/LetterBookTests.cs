using Hotline.Tickets.Delivery;

namespace Hotline.Tickets.Tests.Delivery;

public sealed class LetterBookTests
{
    private static readonly Actor Admin = new("admin", "系统管理员", Role.Administrator, null);

    [Fact]
    public async Task The_citys_own_words_hold_from_the_next_letter_on_and_every_version_stays()
    {
        await using var post = await PostHouse.OpenAsync();
        var book = new LetterBook(post.House.Db, post.House.Clock);
        var accepted = (await book.AllAsync(Ct)).Single(t => t.Kind == LetterKind.Accepted);
        Assert.Equal(0, accepted.Version);
        Assert.Equal(0, await book.ChangeAsync(await book.AllAsync(Ct), Admin, Ct)); // as they are

        Assert.Equal(1, await book.ChangeAsync([accepted with { Zh = accepted.Zh with { Text = "【示例市】已收到，单号{number}。" } }], Admin, Ct));
        Assert.Equal(1, (await book.AllAsync(Ct)).Single(t => t.Kind == LetterKind.Accepted).Version);
        var receipt = await post.House.AcceptAsync();
        await post.TellAsync();
        Assert.Equal($"【示例市】已收到，单号{receipt.Number}。", Assert.Single(await post.File.ReadAsync(receipt.Id, Ct)).Text);
    }

    [Fact]
    public async Task Words_with_a_place_that_nobody_fills_or_that_tell_of_a_confidential_matter_are_refused_whole()
    {
        await using var post = await PostHouse.OpenAsync();
        var book = new LetterBook(post.House.Db, post.House.Clock);
        var all = await book.AllAsync(Ct);
        var passedOn = all.Single(t => t.Kind == LetterKind.Dispatched);
        var wrong = passedOn with { Zh = passedOn.Zh with { Text = "转{unit}，请看{reply}和{", Confidential = "转{unit}" } };
        Assert.Equal([("text", "no-place", "{reply}"), ("text", "no-place", "{"), ("confidential", "tells", "{unit}")], LetterBook.ProblemsOf(wrong).Select(p => (p.Field, p.What, p.Value)));
        Assert.Equal("englishConfidential", Assert.Single(LetterBook.ProblemsOf(passedOn with { En = passedOn.En with { Confidential = null } })).Field);
        await Assert.ThrowsAsync<ArgumentException>(() => book.ChangeAsync([all[0] with { Channels = [DeliveryChannel.Web] }, wrong], Admin, Ct));
        Assert.All(await book.AllAsync(Ct), t => Assert.Equal(0, t.Version));
        Assert.All(all, t => Assert.Empty(LetterBook.ProblemsOf(t)));
    }
}
