using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Reading;
using Hotline.Tickets.Requesters;

namespace Hotline.Tickets.Tests.Delivery;

/// <summary>转接短信: a unit writes to a citizen whose number it never sees.</summary>
public sealed class MessageCitizenTests
{
    private const string Text = "维修人员今天下午三点上门，请留人。";
    private static readonly CityRules Counting = Where(counts: true);
    private static readonly CityRules Calling = Where(counts: false);

    [Fact]
    public async Task The_message_leaves_by_the_delivery_port_with_the_units_name_and_the_opening_stands_in_the_view_ledger()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await SignedAsync(post);
        Assert.IsType<Decision.Happened>(await Messages(post).SendAsync(receipt.Id, Text, Sample.WaterClerk, Ct));
        await post.TellAsync();
        await post.TellAsync(); // the feed brings it again
        await post.SendAsync();

        var sms = Assert.Single(post.Gateway.Taken, m => m.Text.Contains(Text, StringComparison.Ordinal));
        Assert.Equal((DeliveryChannel.Sms, "13900001234"), (sms.Channel, sms.Address));
        Assert.Contains(Sample.Rules.NameOf(Sample.Water)!, sms.Text);
        Assert.Contains("请勿直接回复", sms.Text);
        var sent = Assert.Single(await Messages(post).SentAsync(receipt.Id, Ct));
        Assert.Equal(DeliveryState.Sent, sent.State);
        Assert.Equal("messaged", (await post.House.File.EventsAsync(receipt.Id, Ct)).Single(e => e.Version == sent.Version).Event.Kind());
        var view = Assert.Single(await Requesters(post).ViewsAsync(receipt.Id, Ct));
        Assert.Equal((Sample.WaterClerk.Id, "联系诉求人（转接短信）"), (view.By.Id, view.Purpose));
        Assert.Contains(await post.File.ForCitizenAsync(receipt.Id, Ct), l => l.Text.Contains(Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_night_no_phone_lights_up()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await SignedAsync(post);
        post.House.Clock.Now = new DateTimeOffset(2026, 11, 9, 14, 0, 0, TimeSpan.Zero); // 22:00 in the city
        await Messages(post).SendAsync(receipt.Id, Text, Sample.WaterClerk, Ct);
        await post.TellAsync();
        await post.SendAsync();
        Assert.DoesNotContain(post.Gateway.Taken, m => m.Text.Contains(Text, StringComparison.Ordinal));
        Assert.Equal(DeliveryState.Queued, Assert.Single(await Messages(post).SentAsync(receipt.Id, Ct)).State);
        post.House.Clock.Now = post.House.Clock.Now.AddHours(10);
        await post.SendAsync();
        Assert.Contains(post.Gateway.Taken, m => m.Text.Contains(Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_landline_reads_no_messages_and_the_refusal_says_what_else_can_be_done()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await SignedAsync(post, TicketStory.Request with { Phone = "03715551234" });
        var refused = Assert.IsType<Decision.Refused>(await Messages(post).SendAsync(receipt.Id, Text, Sample.WaterClerk, Ct));
        Assert.Equal(MessageCitizen.NoMobile.Code, refused.Code);
        Assert.Contains("contact", refused.Allowed);
        Assert.DoesNotContain("message", refused.Allowed);
        Assert.DoesNotContain("messaged", await post.House.KindsAsync(receipt.Id));
    }

    [Fact]
    public async Task Another_unit_opens_nothing_and_sends_nothing()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await SignedAsync(post);
        Assert.IsType<Decision.Refused>(await Messages(post).SendAsync(receipt.Id, Text, Sample.PowerClerk, Ct));
        Assert.Empty(await Requesters(post).ViewsAsync(receipt.Id, Ct));
    }

    [Fact]
    public async Task What_colleagues_noted_does_not_leave_in_a_message()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await SignedAsync(post);
        await post.House.DoAsync(receipt.Id, new NoteTicket("此人多次投诉，谨慎答复"), Sample.WaterClerk);
        var invalid = Assert.IsType<Decision.Invalid>(await Messages(post).SendAsync(receipt.Id, "您好，此人多次投诉，谨慎答复", Sample.WaterClerk, Ct));
        Assert.Contains("内部说明", Assert.Single(invalid.Errors["text"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confidential_matters_message_tells_only_where_it_can_be_read()
    {
        await using var post = await PostHouse.OpenAsync();
        var receipt = await SignedAsync(post, TicketStory.Request with { Confidential = true });
        await Messages(post).SendAsync(receipt.Id, Text, Sample.WaterClerk, Ct);
        await post.TellAsync();
        await post.SendAsync();
        Assert.DoesNotContain(post.Gateway.Taken, m => m.Text.Contains("上门", StringComparison.Ordinal));
        Assert.Contains(post.Gateway.Taken, m => m.Text.Contains("有话告诉您", StringComparison.Ordinal));
        Assert.Contains(await post.File.ForCitizenAsync(receipt.Id, Ct), l => l.Text.Contains(Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_the_city_says_so_it_counts_as_the_first_contact_of_the_unit_in_the_lead()
    {
        var decision = (Decision.Happened)new MessageCitizen(Text).Decide(Signed.Ticket, Sample.WaterClerk, Counting, Sample.Monday);
        Assert.Equal(["messaged", "contacted"], decision.Events.Select(e => e.Kind()));
        var after = decision.Events.Aggregate((Ticket?)Signed.Ticket, Ticket.Evolve)!;
        Assert.True(after.State is TicketState.InHandling { ContactRecorded: true });
        Assert.DoesNotContain(after.Clocks, c => c.Name == ClockName.FirstContact);
        Assert.Single(((Decision.Happened)new MessageCitizen(Text).Decide(after, Sample.WaterClerk, Counting, Sample.Monday)).Events); // the second is a message only
    }

    [Fact]
    public void Where_it_does_not_the_clock_of_the_first_contact_runs_on()
    {
        var decision = (Decision.Happened)new MessageCitizen(Text).Decide(Signed.Ticket, Sample.WaterClerk, Calling, Sample.Monday);
        var after = decision.Events.Aggregate((Ticket?)Signed.Ticket, Ticket.Evolve)!;
        Assert.True(after.State is TicketState.InHandling { ContactRecorded: false });
        Assert.Contains(after.Clocks, c => c.Name == ClockName.FirstContact);
    }

    [Fact]
    public void A_co_handler_may_write_too_but_it_is_not_the_leads_first_contact()
    {
        var asked = Signed.Do(new CoHandle([new TaskWanted(Sample.Power, "请核实供电")]), Sample.WaterClerk);
        Assert.Contains(Step.Message, Transitions.Allowed(asked.Ticket, Sample.PowerClerk));
        Assert.Single(((Decision.Happened)new MessageCitizen(Text).Decide(asked.Ticket, Sample.PowerClerk, Counting, Sample.Monday)).Events);
    }

    [Fact]
    public void A_citizen_is_not_flooded_and_who_wished_no_reply_is_not_written_to()
    {
        var story = Signed;
        for (var i = 0; i < 3; i++) story = story.Do(new MessageCitizen(Text), Sample.WaterClerk);
        story.When(new MessageCitizen(Text), Sample.WaterClerk).ThenRefused(MessageCitizen.EnoughToday(3));
        story.After(TimeSpan.FromDays(1)).Do(new MessageCitizen(Text), Sample.WaterClerk);
        var silent = TicketStory.Accepted(TicketStory.Request with { WantsReply = false }).Do(new DispatchTicket(Sample.Water), Sample.Dispatcher).Do(new SignForTicket(), Sample.WaterClerk);
        silent.When(new MessageCitizen(Text), Sample.WaterClerk).ThenRefused(MessageCitizen.NotWished);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void A_message_needs_words(string? text) => Signed.When(new MessageCitizen(text), Sample.WaterClerk).ThenInvalid("text");

    [Fact]
    public void And_not_too_many() => Signed.When(new MessageCitizen(new string('长', MessageCitizen.Longest + 1)), Sample.WaterClerk).ThenInvalid("text");

    private static CityRules Where(bool counts) => new(Sample.Rules.Profile with { Handling = Sample.Rules.Handling with { MessageIsContact = counts } });

    private static TicketStory Signed => TicketStory.Dispatched().Do(new SignForTicket(), Sample.WaterClerk);

    private static RequesterFile Requesters(PostHouse post) => new(post.House.Db, post.House.Key, post.House.Clock);

    private static CitizenMessages Messages(PostHouse post) => new(post.House.Db, post.House.File, Requesters(post), post.House.Desk);

    private static async Task<Receipt> SignedAsync(PostHouse post, Request? request = null)
    {
        var receipt = await post.House.DispatchedAsync(request: request);
        await post.House.DoAsync(receipt.Id, new SignForTicket(), Sample.WaterClerk);
        return receipt;
    }
}
