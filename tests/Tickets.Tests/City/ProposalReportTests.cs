using Hotline.Tickets.City;

namespace Hotline.Tickets.Tests.City;

public sealed class ProposalReportTests
{
    [Fact]
    public async Task A_dispatch_counts_as_followed_where_it_went_to_the_unit_the_catalogue_names()
    {
        await using var house = await TicketHouse.OpenAsync();
        var precedents = new Precedents(house.Db, house.Clock);
        var request = TicketStory.Request with { Category = Sample.Rules.Profile.DispatchCatalogue.First(r => DispatchMatch.Conditions(r) == 0).Category };
        var facts = (await house.Store.LoadAsync((await house.AcceptAsync(request)).Id, Ct))!.Ticket.Facts;
        var proposed = Catalogue.Propose(Sample.Rules, [], DispatchQuestion.Of(facts, house.Clock.Now))!.Department.Code;
        var other = Sample.Rules.Profile.Departments.First(d => d.Code != proposed && d.Level == UnitLevel.City).Code;
        await house.DispatchedAsync(proposed, request);
        await house.DispatchedAsync(other, request);

        var scores = await new ProposalReport(house.Db, Sample.Rules, precedents).ReadAsync(Sample.Monday.AddDays(-1), Sample.Monday.AddDays(1), Ct);
        var score = Assert.Single(scores);
        Assert.Equal((request.Category, 1L, 1L, 0L), (score.Category, score.Accepted, score.Declined, score.Without));
        Assert.Equal([(other, 1)], score.Instead);
    }
}
