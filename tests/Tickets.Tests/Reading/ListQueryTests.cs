using Hotline.Agent.Blazor.Casework.Lists;
using Hotline.Agent.Blazor.Design;
using Hotline.Tickets.Reading;

namespace Hotline.Tickets.Tests.Reading;

public sealed class ListQueryTests
{
    [Fact]
    public void A_query_comes_back_from_the_address_it_was_written_to()
    {
        var query = new ListQuery
        {
            Tab = "awaiting-dispatch", Text = "停水&q=x 100%", State = StateName.TransferredToPolice, Type = RequestType.Complaint, Urgency = Urgency.Urgent, Category = "0101", District = "d1", Unit = "water",
            Days = new(new(2026, 11, 1), new(2026, 11, 30)), Overdue = true, Sort = new("due", Down: true), Page = 3, Columns = [TicketColumn.Risk, TicketColumn.Title, TicketColumn.AcceptedAt],
        };
        var back = ListQuery.Read("https://hotline.example/tickets" + query.Written());
        Assert.Equal(query.Columns, back.Columns!);
        Assert.Equal(query with { Columns = null }, back with { Columns = null });
        Assert.Equal("", new ListQuery().Written());
    }

    [Fact]
    public void What_nobody_wrote_is_left_out()
    {
        var query = ListQuery.Read("/tickets?state=nonsense&sort=password&page=-3&columns=.7.no&from=2026-13-01&overdue=maybe&unit=");
        Assert.Equal(new ListQuery(), query);
        Assert.False(query.IsNarrow);
        Assert.True((query with { Days = new(new(2026, 11, 1), null) }).IsNarrow);
    }

    [Fact]
    public void The_filter_asks_for_the_lists_states_and_its_order()
    {
        var filter = ListQuery.Read("/?sort=-due&q=井盖").Filter([StateName.InDispute], TicketSort.Risk, 20);
        Assert.Equal((TicketSort.Due, true, "井盖", 20), (filter.Sort, filter.Reversed, filter.Text, filter.PageSize));
        Assert.Equal([StateName.InDispute], filter.States!);
        Assert.Equal(TicketSort.Risk, new ListQuery().Filter([], TicketSort.Risk, 20).Sort);
    }
}
