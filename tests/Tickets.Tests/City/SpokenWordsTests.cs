using Hotline.Tickets.City;

namespace Hotline.Tickets.Tests.City;

public sealed class SpokenWordsTests
{
    [Theory]
    [InlineData("楼下有人拿刀追人", "110")]
    [InlineData("我不想活了", "110")]
    [InlineData("隔壁着火了，冒很大的烟", "119")]
    [InlineData("有没有人受伤我不知道", "120")]
    [InlineData("没有工资，他拿刀去了工地", "110")]
    [InlineData("没有人管，老人晕倒了", "120")]
    public void Words_of_danger_name_the_line_to_call(string said, string line) => Assert.Contains(SpokenWords.Dangers(Sample.Rules, said), d => d.Line == line);

    [Theory]
    [InlineData("没有人受伤")]
    [InlineData("没人受伤，也没着火")]
    [InlineData("不是打架，就是吵")]
    [InlineData("未发生火灾")]
    [InlineData("路灯三天不亮")]
    public void What_is_denied_is_no_danger(string said) => Assert.Empty(SpokenWords.Dangers(Sample.Rules, said));

    [Fact]
    public void A_denial_of_one_thing_hides_no_other() => Assert.Equal("流血", Assert.Single(SpokenWords.Dangers(Sample.Rules, "没有人昏迷，但是在流血")).Word);

    [Theory]
    [InlineData("这个案子已经申请劳动仲裁了", "R2")]
    [InlineData("我要申请信息公开", "R2")]
    [InlineData("他借钱不还", "R5")]
    [InlineData("法院不给立案", "R7")]
    public void Matters_of_others_are_pointed_out_with_their_ground(string said, string ground)
    {
        var hint = Assert.Single(SpokenWords.OutOfScope(Sample.Rules, said));
        Assert.Equal(ground, hint.Ground.Code);
        Assert.NotEmpty(hint.Ground.Path);
    }

    [Theory]
    [InlineData("还没起诉，先来问问")]
    [InlineData("小区停水两天了")]
    public void What_is_denied_or_ordinary_is_accepted(string said) => Assert.Empty(SpokenWords.OutOfScope(Sample.Rules, said));
}
