using Hotline.Agent.Blazor.Desk;

namespace Hotline.Journeys.Desk;

/// <summary>摘要: what goes into the text, what is left out, and why.</summary>
public sealed class CallSummaryTests
{
    [Fact]
    public void The_matter_is_kept_in_its_own_words_and_courtesies_and_repetitions_are_named_as_left_out()
    {
        var summary = Of("喂，你好。是12345吗。我要反映一下建设路18号的路灯不亮。三天没亮了。建设路18号路灯不亮。嗯，对的。谢谢，再见。");
        Assert.Equal("我要反映一下建设路18号的路灯不亮。三天没亮了", summary.Text);
        Assert.Equal(2, summary.Kept);
        Assert.Equal(
            [("喂，你好", LeftOutBecause.Courtesy), ("是12345吗", LeftOutBecause.Courtesy), ("建设路18号路灯不亮", LeftOutBecause.Repeated), ("嗯，对的", LeftOutBecause.Courtesy), ("谢谢，再见", LeftOutBecause.Courtesy)],
            summary.Left.Select(l => (l.Sentence, l.Because)));
    }

    [Fact]
    public void What_was_not_heard_for_certain_is_left_out_and_can_be_read()
    {
        var summary = CallSummary.Of([("家里停水了", true), ("可能是水管爆了", false)]);
        Assert.Equal("家里停水了", summary.Text);
        Assert.Equal(new LeftOut("可能是水管爆了", LeftOutBecause.Uncertain), Assert.Single(summary.Left));
    }

    [Theory]
    [InlineData("我的电话是13800001234", "")]
    [InlineData("电话13800001234", "")]
    [InlineData("身份证号是110101199003071234", "")]
    [InlineData("我住三号楼，电话13800001234，家里没水", "我住三号楼，电话（号码略），家里没水")]
    [InlineData("充值卡号123456，扣了我50块", "充值卡号123456，扣了我50块")]
    public void Numbers_that_identify_somebody_never_stand_in_the_text(string said, string text)
    {
        var summary = Of(said);
        Assert.Equal(text, summary.Text);
        Assert.Equal(text.Length == 0 ? [LeftOutBecause.Personal] : [], summary.Left.Select(l => l.Because));
    }

    [Fact]
    public void A_story_that_is_too_long_ends_where_the_room_ends_and_says_so()
    {
        var story = string.Concat(Enumerable.Range(0, 60).Select(i => $"第{i}天{(char)('一' + (37 * i))}{(char)('一' + (53 * i))}{(char)('一' + (71 * i))}楼上{(char)('一' + (91 * i))}装修噪声。"));
        var summary = Of(story);
        Assert.InRange(summary.Text.Length, 500, 600);
        Assert.Equal(60, summary.Kept + summary.Left.Count);
        Assert.Contains(summary.Left, l => l.Because == LeftOutBecause.TooLong);
        Assert.StartsWith("第0天", summary.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_stands_in_it_that_nobody_said_and_no_sentence_is_lost()
    {
        string[] said = ["喂", "楼下烧烤摊半夜还在营业", "油烟很大", "没有人受伤", "请你们管一管", "好的"];
        var summary = CallSummary.Of(said.Select(s => (s, true)));
        Assert.All(summary.Text.Split('。'), s => Assert.Contains(s, said));
        Assert.Equal(said.Order(), summary.Text.Split('。').Concat(summary.Left.Select(l => l.Sentence)).Order());
        Assert.Contains("没有人受伤", summary.Text); // a denial is no courtesy
    }

    private static CallSummary Of(string said) => CallSummary.Of([(said, true)]);
}
