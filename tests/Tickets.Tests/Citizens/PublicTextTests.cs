using Hotline.Tickets.Citizens;

namespace Hotline.Tickets.Tests.Citizens;

public sealed class PublicTextTests
{
    [Theory]
    [InlineData("联系电话13800001234，车牌蒙C·12345", "联系电话＊，车牌＊")]
    [InlineData("王建国先生和李女士都反映过", "某先生和某女士都反映过")]
    [InlineData("金水路18号楼3单元502室漏水", "金水路＊漏水")]
    [InlineData("我叫陈晓明，住在安康小区", "我叫＊，住在安康小区")]
    [InlineData("11月10号停水，地铁3号线施工", "11月10号停水，地铁3号线施工")]
    [InlineData("身份证150302199001011234", "身份证＊")]
    public void What_points_at_a_person_is_blotted_out_and_days_and_railways_are_not(string said, string shown) => Assert.Equal(shown, PublicText.Anonymise(said));

    [Fact]
    public void A_number_that_everybody_may_read_stays_beside_one_that_nobody_may() =>
        Assert.Equal("请拨0400-8201001，勿拨＊", PublicText.Anonymise("请拨0400-8201001，勿拨13800001234", digits => digits == "04008201001"));

    [Theory]
    [InlineData("金水路18号3单元502室", "金水路")]
    [InlineData("碧水湾小区", "碧水湾小区")]
    [InlineData("滨河路18号", "滨河路")]
    public void A_place_ends_at_the_street(string said, string shown) => Assert.Equal(shown, PublicText.Street(said));

    [Theory]
    [InlineData("请问社保卡怎么办理", RequestType.Consultation)]
    [InlineData("举报无证经营", RequestType.Report)]
    [InlineData("建议增设公交站", RequestType.Suggestion)]
    [InlineData("夜间噪声扰民", RequestType.Complaint)]
    [InlineData("感谢供水师傅", RequestType.Praise)]
    [InlineData("楼道灯坏了", RequestType.Help)]
    public void The_kind_is_proposed_by_words_and_help_where_nothing_speaks(string text, RequestType kind) => Assert.Equal(kind, ProposedKind.Of(text));
}
