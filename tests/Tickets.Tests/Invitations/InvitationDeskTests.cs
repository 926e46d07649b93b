using System.Text.RegularExpressions;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Invitations;
using Hotline.Tickets.Tests.Delivery;

namespace Hotline.Tickets.Tests.Invitations;

public sealed partial class InvitationDeskTests
{
    private static readonly RateTicket Good = new(true, Satisfaction.Satisfied, "修好了");
    private static readonly RateTicket Bad = new(false, Satisfaction.Dissatisfied, "还是没水");

    [Fact]
    public async Task The_replys_message_carries_a_link_that_names_nobody_and_only_its_hash_is_kept()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.ApprovedAsync();
        for (var i = 0; i < 3; i++) await post.TellAsync(); // the feed brings events at least once
        var code = await CodeAsync(post);
        var rows = await post.House.Db.ReadAsync("select i::text from tickets.invitation i order by purpose", [], row => row.GetString(0), Ct);
        Assert.Equal(2, rows.Count); // to rate, and to answer the message
        Assert.All(rows, r => Assert.DoesNotContain(code.Text, r, StringComparison.Ordinal));
        Assert.DoesNotContain(code.Text, (await post.File.ReadAsync(receipt.Id, Ct)).Single(l => l.Kind == LetterKind.Replied).Text); // staff read it blotted
        Assert.DoesNotContain(code.Text, code.ToString());
        Assert.True(InvitationCode.TryParse(code.Text.ToUpperInvariant().Insert(6, "-"), out var typed) && typed == code);
    }

    [Fact]
    public async Task A_grade_is_given_once_however_often_and_by_however_many_it_is_sent()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.ApprovedAsync();
        var code = await CodeAsync(post);
        var view = Assert.IsType<InvitationResult.Open>(await Desk(post).LookAsync(code, null, "a", Ct)).View;
        Assert.Equal((receipt.Number, true, true, "已抢修恢复供水"), (view.Number, view.MayRate, view.MayReopen, view.UnifiedReply));
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Desk(post).RateAsync(code, null, Good, "a", Ct)));
        Assert.Single(results, r => r is InvitationResult.Decided { Decision: Decision.Happened });
        Assert.Equal("link-used", Refused(await Desk(post).RateAsync(code, null, Bad, "a", Ct)));
        Assert.Single(await post.House.KindsAsync(receipt.Id), "rated");
        Assert.False(Assert.IsType<InvitationResult.Open>(await Desk(post).LookAsync(code, null, "a", Ct)).View.MayRate);
    }

    [Fact]
    public async Task Not_solved_is_in_redo_at_once_and_the_old_link_rates_no_later_reply()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.ApprovedAsync();
        var old = await CodeAsync(post);
        Assert.IsType<Decision.Happened>(Decided(await Desk(post).RateAsync(old, receipt.Number, Bad, "a", Ct)));
        Assert.Equal((StateName.InRedo, 1), await RedoAsync(post, receipt.Id));

        await post.House.DoAsync(receipt.Id, new Hotline.Tickets.Handling.ContactCitizen(true, post.House.Clock.Now, "张先生", "再访"), Sample.WaterClerk);
        await post.House.DoAsync(receipt.Id, TicketStory.Reply, Sample.WaterClerk);
        await post.House.DoAsync(receipt.Id, new Hotline.Tickets.UnifiedReplies.ApproveReply(), Sample.Reviewer);
        Assert.Equal("link-of-earlier-reply", Refused(await Desk(post).RateAsync(old, null, Good, "a", Ct)));
        var fresh = await CodeAsync(post);
        Assert.IsType<Decision.Happened>(Decided(await Desk(post).RateAsync(fresh, null, Good, "a", Ct)));
        Assert.Equal([(1, false), (2, true)], await post.House.Db.ReadAsync(
            "select row_number() over (order by version)::int, (body->>'solved')::boolean from tickets.event where ticket_id = $1 and kind = 'rated' order by version", [receipt.Id.Value], row => (row.GetInt32(0), row.GetBoolean(1)), Ct));
    }

    [Fact]
    public async Task A_rated_matter_is_handled_again_by_the_same_link_within_the_days_and_not_after_them()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.ApprovedAsync();
        var code = await CodeAsync(post);
        await Desk(post).RateAsync(code, null, Good, "a", Ct);
        Assert.IsType<Decision.Invalid>(Decided(await Desk(post).ReopenAsync(code, null, new(" "), "a", Ct)));
        Assert.IsType<Decision.Happened>(Decided(await Desk(post).ReopenAsync(code, null, new("又停水了"), "a", Ct)));
        Assert.Equal((StateName.InRedo, 1), await RedoAsync(post, receipt.Id));
        Assert.Contains("reopened", await post.House.KindsAsync(receipt.Id));
        Assert.NotNull(Refused(await Desk(post).ReopenAsync(code, null, new("再来一次"), "a", Ct))); // it is being handled

        var other = await post.House.ApprovedAsync();
        var late = await CodeAsync(post);
        await Desk(post).RateAsync(late, null, Good, "a", Ct);
        post.House.Clock.Now += TimeSpan.FromDays(60);
        Assert.Equal("link-expired", Refused(await Desk(post).ReopenAsync(late, null, new("又停水了"), "a", Ct)));
        Assert.Equal(StateName.Closed, (await post.House.Store.LoadAsync(other.Id, Ct))!.Ticket.State.Name);
    }

    [Fact]
    public async Task Whoever_was_asked_on_the_phone_gets_a_link_to_have_it_handled_again_and_not_to_rate()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.ApprovedAsync();
        await post.House.DoAsync(receipt.Id, new FollowUpTicket(true, true, Satisfaction.Satisfied), Sample.Caller);
        var code = await CodeAsync(post, "日内可申请重办");
        Assert.Equal("link-not-for-rating", Refused(await Desk(post).RateAsync(code, null, Bad, "a", Ct)));
        Assert.IsType<Decision.Happened>(Decided(await Desk(post).ReopenAsync(code, null, new("没修好"), "a", Ct)));
        Assert.Equal("link-used", Refused(await Desk(post).ReopenAsync(code, null, new("没修好"), "a", Ct)));
    }

    [Fact]
    public async Task An_answer_of_2_to_the_message_is_a_redo_with_the_citizens_words()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await post.House.ApprovedAsync();
        await CodeAsync(post);
        var message = (await post.WayAsync(receipt.Id, LetterKind.Replied, DeliveryChannel.Sms)).Id;
        foreach (var said in new[] { "1", "谢谢", "" }) Assert.Equal("answer-not-understood", Refused(await Desk(post).AnswerAsync(message, said, Ct)));
        Assert.IsType<InvitationResult.NotFound>(await Desk(post).AnswerAsync(Guid.NewGuid(), "2", Ct));
        Assert.IsType<Decision.Happened>(Decided(await Desk(post).AnswerAsync(message, "２，五楼还是没水", Ct)));
        Assert.Equal((StateName.InRedo, 1), await RedoAsync(post, receipt.Id));
        Assert.Contains((await post.House.File.EventsAsync(receipt.Id, Ct)).Select(e => e.Event), e => e is TicketEvent.Reopened { Words: "五楼还是没水" });
        Assert.Equal("link-used", Refused(await Desk(post).AnswerAsync(message, "2", Ct)));
    }

    [Fact]
    public async Task Wrong_codes_and_codes_of_other_tickets_look_alike_and_slow_their_address_down()
    {
        await using var post = await PostHouse.OpenAsync();
        var other = await post.House.AcceptAsync();
        await post.House.ApprovedAsync();
        var code = await CodeAsync(post);
        Assert.IsType<InvitationResult.NotFound>(await Desk(post).RateAsync(code, other.Number, Good, "b", Ct));
        for (var i = 0; i < 19; i++) Assert.IsType<InvitationResult.NotFound>(await Desk(post).LookAsync(InvitationCode.New(), null, "b", Ct));
        Assert.IsType<InvitationResult.TooMany>(await Desk(post).RateAsync(code, null, Good, "b", Ct));
        Assert.IsType<InvitationResult.Open>(await Desk(post).LookAsync(code, null, "a", Ct));
    }

    [Fact]
    public async Task A_link_that_was_tried_in_vain_ten_times_works_no_more()
    {
        await using var post = await PostHouse.OpenAsync();
        await post.House.ApprovedAsync();
        var code = await CodeAsync(post);
        for (var i = 0; i < 10; i++) Assert.IsType<Decision.Invalid>(Decided(await Desk(post).RateAsync(code, null, new(null, null), "a", Ct)));
        Assert.Equal("link-tried-too-often", Refused(await Desk(post).RateAsync(code, null, Good, "a", Ct)));
    }

    private static InvitationDesk Desk(PostHouse post) => new(post.House.Db, post.House.Store, post.House.Key, post.House.Desk, post.House.Clock);

    private static async Task<InvitationCode> CodeAsync(PostHouse post, string of = "请评价")
    {
        await post.TellAsync();
        await post.SendAsync();
        var text = post.Gateway.Taken.Last(m => m.Channel == DeliveryChannel.Sms && m.Text.Contains(of, StringComparison.Ordinal)).Text;
        Assert.True(InvitationCode.TryParse(Code().Match(text).Groups["code"].Value, out var code), text);
        return code;
    }

    private static async Task<(StateName, int)> RedoAsync(PostHouse post, TicketId id) => (await post.House.Store.LoadAsync(id, Ct))!.Ticket is var t ? (t.State.Name, t.Redos) : default;

    private static Decision Decided(InvitationResult result) => Assert.IsType<InvitationResult.Decided>(result).Decision;

    private static string Refused(InvitationResult result) => Assert.IsType<Decision.Refused>(Decided(result)).Code;

    [GeneratedRegex("邀评码(?<code>[0-9a-z]{12})）", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
