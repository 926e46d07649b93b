using Hotline.Tickets.Delivery;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Accepting;

namespace Hotline.Tickets.Tests.Delivery;

public sealed class LetterTests
{
    private static readonly Request Request = TicketStory.Request with { Mail = "zhang@example.com", WeChat = "o-1" };

    [Fact]
    public async Task The_letter_of_acceptance_tells_number_code_and_due_date_on_every_channel_of_the_citizen()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.AcceptAsync(Request);
        await post.TellAsync();
        await post.SendAsync();

        Assert.Equal([DeliveryChannel.Sms, DeliveryChannel.Mail, DeliveryChannel.WeChat], post.Gateway.Taken.Select(m => m.Channel).Order());
        var sms = post.Gateway.Taken.Single(m => m.Channel == DeliveryChannel.Sms);
        Assert.Equal("13900001234", sms.Address);
        Assert.Contains($"单号{receipt.Number}", sms.Text);
        Assert.Contains($"查询码{receipt.Code}", sms.Text);
        Assert.Contains("预计11月16日17:30前答复", sms.Text);
        Assert.DoesNotContain("停水", sms.Text);
    }

    [Fact]
    public async Task The_query_code_leaves_by_the_letter_and_is_nowhere_else()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.AcceptAsync(Request);
        await post.TellAsync();
        Assert.Equal(0L, await CountAsync(post, "select count(*) from tickets.letter_code"));
        var letter = Assert.Single(await post.File.ReadAsync(receipt.Id, Ct));
        Assert.DoesNotContain(receipt.Code.Digits, letter.Text);
        Assert.Contains("******", letter.Text);
        Assert.Equal(0L, await CountAsync(post, "select count(*) from tickets.letter l, tickets.delivery d where position('\\x3133393030303031323334'::bytea in d.sealed_address) > 0"));
    }

    [Fact]
    public async Task Each_event_is_told_once_however_often_the_feed_brings_it()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.ApprovedAsync();
        for (var i = 0; i < 3; i++) await post.TellAsync();
        await post.SendAsync();

        Assert.Equal([LetterKind.Accepted, LetterKind.Dispatched, LetterKind.Replied], (await post.KindsAsync(receipt.Id)).Order());
        Assert.Equal(2, post.Gateway.Taken.Count); // dispatched goes to page and WeChat only
        Assert.Contains(post.Gateway.Taken, m => m.Text.Contains("已抢修恢复供水", StringComparison.Ordinal));
        Assert.DoesNotContain(post.Gateway.Taken, m => m.Text.Contains("夜班抢修", StringComparison.Ordinal)); // the internal note
    }

    [Fact]
    public async Task A_confidential_matters_messages_tell_nothing_of_it()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.DispatchedAsync(request: Request with { Confidential = true, Title = "举报偷税", Text = "某饭店偷税" });
        await post.House.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        await post.House.DoAsync(receipt.Id, new ContactCitizen(false, WhyNot: NotReachedReason.NoAnswer), Sample.WaterClerk);
        await post.House.DoAsync(receipt.Id, TicketStory.Reply, Sample.WaterClerk);
        await post.House.DoAsync(receipt.Id, new Hotline.Tickets.UnifiedReplies.ApproveReply(), Sample.Reviewer);
        await post.TellAsync();
        await post.SendAsync();

        Assert.Contains(post.Gateway.Taken, m => m.Channel == DeliveryChannel.Mail && m.Text.Contains("已有答复", StringComparison.Ordinal)); // a mailbox has other readers too
        foreach (var text in post.Gateway.Taken.Select(m => m.Subject + m.Text))
            foreach (var told in new[] { "举报", "偷税", "供水", "抢修" }) Assert.DoesNotContain(told, text);
        Assert.True(post.Gateway.Taken.Count >= 6);
        Assert.Contains(await post.File.ForCitizenAsync(receipt.Id, Ct), l => l.Text.Contains("已抢修恢复供水", StringComparison.Ordinal)); // behind number and code
    }

    [Fact]
    public async Task Whoever_wished_no_reply_gets_no_letter()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.AcceptAsync(Request with { WantsReply = false });
        await post.TellAsync();
        Assert.Empty(await post.File.ReadAsync(receipt.Id, Ct));
    }

    [Fact]
    public async Task No_phone_rings_for_a_matter_that_went_to_the_police()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.AcceptAsync(Request with { Police = "有人持刀" });
        await post.TellAsync();
        Assert.Equal(DeliveryChannel.Web, Assert.Single(Assert.Single(await post.File.ReadAsync(receipt.Id, Ct)).Deliveries).Channel);
    }

    [Fact]
    public async Task What_happened_long_ago_is_told_on_the_page_only()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.AcceptAsync(Request);
        post.House.Clock.Now += TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1);
        await post.TellAsync();
        Assert.Equal(DeliveryChannel.Web, Assert.Single(Assert.Single(await post.File.ReadAsync(receipt.Id, Ct)).Deliveries).Channel);
    }

    [Fact]
    public async Task An_extension_tells_reason_and_new_date_and_a_complaints_citizen_is_called_too()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.DispatchedAsync(request: Request with { Type = RequestType.Complaint });
        await post.House.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        await post.House.DoAsync(receipt.Id, new RequestExtension(ExtensionReason.Complex, "管线图缺失", 5), Sample.WaterClerk);
        await post.House.DoAsync(receipt.Id, new GrantExtension(), Sample.WaterLead);
        await post.TellAsync();
        var letter = (await post.File.ReadAsync(receipt.Id, Ct)).Single(l => l.Kind == LetterKind.Extended);
        Assert.Contains("情况复杂，管线图缺失", letter.Text);
        Assert.Contains("11月23日17:30", letter.Text);
        Assert.Equal((LetterKind.Extended, "notice-by-call", receipt.Number), Assert.Single(await post.File.CallsAsync(Ct)) is var c ? (c.Letter, c.Reason, c.Number) : default);
    }

    [Fact]
    public async Task A_landline_that_cannot_read_is_called()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.AcceptAsync(TicketStory.Request with { Phone = "0473-3998000", NotAccepted = new NotAccept("R2") });
        await post.TellAsync();
        Assert.Equal("no-text-channel", Assert.Single(await post.File.CallsAsync(Ct)).Reason);
        Assert.Contains("理由：", (await post.File.ReadAsync(receipt.Id, Ct)).Single(l => l.Kind == LetterKind.NotAccepted).Text);
    }

    [Fact]
    public async Task Not_solved_is_told_as_handled_again_on_the_page()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.ApprovedAsync();
        await post.House.DoAsync(receipt.Id, new FollowUpTicket(true, false, Satisfaction.Dissatisfied), Sample.Caller);
        await post.TellAsync();
        var letter = (await post.File.ReadAsync(receipt.Id, Ct)).Single(l => l.Kind == LetterKind.Redo);
        Assert.Equal(DeliveryChannel.Web, Assert.Single(letter.Deliveries).Channel);
        Assert.Matches(@"答复期限为\d+月\d+日", letter.Text);
    }

    [Fact]
    public async Task Who_asks_for_a_redo_is_told_that_it_is_handled_again_and_until_when()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.ApprovedAsync();
        await post.House.DoAsync(receipt.Id, new FollowUpTicket(true, true, Satisfaction.Satisfied), Sample.Caller);
        await post.House.DoAsync(receipt.Id, new ReopenTicket("又停水了"), Sample.Agent);
        await post.TellAsync();
        Assert.Matches(@"重新办理，答复期限为\d+月\d+日", (await post.File.ReadAsync(receipt.Id, Ct)).Single(l => l.Kind == LetterKind.Redo).Text);
    }

    [Fact]
    public async Task Who_asks_for_English_gets_English()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.AcceptAsync(Request with { Language = "en" });
        await post.TellAsync();
        Assert.StartsWith($"[12345] Your request was accepted. Number {receipt.Number}, query code ******", Assert.Single(await post.File.ReadAsync(receipt.Id, Ct)).Text);
    }

    [Fact]
    public void A_place_with_nothing_to_fill_it_is_left_out_with_its_brackets_and_values_are_not_read_as_text()
    {
        var text = LetterTexts.Write(LetterKind.Accepted, null, false, new Dictionary<string, string?> { ["number"] = "1{code}[x]", ["site"] = "网站" });
        Assert.Equal("【12345】您的诉求已受理，单号1{code}[x]。凭单号和查询码可在网站查询进度。", text.Brief);
        foreach (var kind in Enum.GetValues<LetterKind>())
            foreach (var language in new[] { "zh", "en" }) Assert.DoesNotContain("[[", LetterTexts.Write(kind, language, true, new Dictionary<string, string?>()).Full);
    }

    private static async Task<long> CountAsync(PostHouse post, string sql) => (await post.House.Db.ReadAsync(sql, [], row => row.GetInt64(0), Ct))[0];
}
