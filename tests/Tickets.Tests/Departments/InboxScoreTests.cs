using Hotline.Tickets.Departments;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Supervising;

namespace Hotline.Tickets.Tests.Departments;

public sealed class InboxScoreTests
{
    [Theory]
    [InlineData(16, 0, Urgency.Normal, 16)]
    [InlineData(16, 1, Urgency.Normal, 14)]
    [InlineData(16, 9, Urgency.Normal, 6)]
    [InlineData(16, 0, Urgency.Critical, 8)]
    [InlineData(-3.5, 1, Urgency.Urgent, -9.5)]
    public void Repeats_and_danger_count_as_working_time_that_is_gone(double hours, int repeats, Urgency urgency, double points) =>
        Assert.Equal(points, new InboxScore(hours, repeats, urgency).Points);

    [Fact]
    public async Task The_order_of_the_list_is_that_of_the_scores_it_shows()
    {
        await using var house = await TicketHouse.OpenAsync();
        var plain = await house.DispatchedAsync();
        house.Clock.Now += TimeSpan.FromMinutes(20);
        var urged = await house.DispatchedAsync();
        await house.DoAsync(urged.Id, new UrgeTicket("还没有人来"), Sample.Agent);
        house.Clock.Now += TimeSpan.FromMinutes(20);
        var last = await house.DispatchedAsync();

        var lines = await new DepartmentInbox(house.Db, house.Rules, house.Clock).ReadAsync(Sample.Water, Ct);
        Assert.Equal([urged.Number, plain.Number, last.Number], lines.Select(l => l.Number)); // due later, and urged: before the one that is due first
        Assert.Equal(lines.Select(l => l.Score.Points).Order(), lines.Select(l => l.Score.Points));
        Assert.Equal([1, 0, 0], lines.Select(l => l.Score.Repeats));
    }
}
