using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Tests.City;

public sealed class RequiredFieldsTests
{
    private static readonly Request Lift = new() { Type = RequestType.Complaint, Title = "电梯停运", Text = "电梯停运三天", Category = "0202" };

    [Fact]
    public void A_category_asks_for_its_fields_and_the_page_knows_them_beforehand()
    {
        Assert.Contains("place", AcceptTicket.Wrong(Lift, Sample.Rules).Keys);
        Assert.Contains("place", RequiredFields.Of(Sample.Rules, RequestType.Complaint, "0202"));
        Assert.Empty(AcceptTicket.Wrong(Lift with { Place = "康宁路12号" }, Sample.Rules));
        Assert.Empty(AcceptTicket.Wrong(Lift with { At = new GeoPoint(106.8, 39.6) }, Sample.Rules));
    }

    [Fact]
    public void Other_categories_and_types_do_not()
    {
        Assert.Empty(AcceptTicket.Wrong(Lift with { Category = null }, Sample.Rules));
        Assert.Empty(AcceptTicket.Wrong(Lift with { Type = RequestType.Consultation }, Sample.Rules));
    }

    [Fact]
    public void A_main_category_stands_for_its_own_ones()
    {
        var rules = With(new FormRule(FormField.Phone, Required: true) { Categories = ["02"] });
        Assert.Equal(["phone"], RequiredFields.Of(rules, RequestType.Help, "0203"));
        Assert.Empty(RequiredFields.Of(rules, RequestType.Help, "0301"));
    }

    [Fact]
    public void A_police_matter_and_one_not_accepted_need_none()
    {
        Assert.Empty(AcceptTicket.Wrong(Lift with { Police = "有人持刀" }, Sample.Rules));
        Assert.Empty(AcceptTicket.Wrong(Lift with { NotAccepted = new NotAccept("R2") }, Sample.Rules));
    }

    [Fact]
    public void A_rule_for_an_unknown_category_is_a_problem_of_the_profile() =>
        Assert.Contains(ProfileProblems.Of(Sample.Rules.Profile with { Forms = [new FormRule(FormField.Place, Required: true) { Categories = ["9999"] }] }), p => p.Contains("forms[0].categories", StringComparison.Ordinal));

    private static CityRules With(FormRule rule) => new(Sample.Rules.Profile with { Forms = [rule] });
}
