using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Tests.Speech;

public sealed class TranscriptGuardTests
{
    [Theory]
    [InlineData("请不吝点赞 订阅 转发 打赏支持明镜与点点栏目")]
    [InlineData("字幕由Amara.org社区提供")]
    [InlineData("谢谢大家观看")]
    [InlineData("優優獨播劇場——YoYo Television Series Exclusive")]
    [InlineData("我要投诉我要投诉我要投诉我要投诉我要投诉")]
    [InlineData("啊啊啊啊啊啊啊啊啊啊")]
    [InlineData("")]
    public void What_models_invent_is_dropped(string text) => Assert.Null(Check(text));

    [Theory]
    [InlineData("喂喂喂喂，听得到吗？")]
    [InlineData("快来快来快来，这里着火了。")]
    [InlineData("电话是13131313131。")]
    [InlineData("我要举报字幕公司拖欠工资。")]
    [InlineData("谢谢你，再见。")]
    public void What_people_say_is_kept(string text) => Assert.Equal(text, Check(text)?.Text);

    [Theory]
    [InlineData("字幕由Amara.org社区提供", 0.9, "credits")]
    [InlineData("我要投诉我要投诉我要投诉我要投诉我要投诉", 0.9, "loop")]
    [InlineData("我叫救护。", 0.3, "guess")]
    [InlineData("施工噪音扰民请尽快处理希望答复我住在安康小区十二号楼我住在安康小区十二号楼施工噪音扰民请尽快处理希望答复我住在安康小区十二号楼施工噪音扰民请尽快处理", 0.9, "too-fast")]
    public void Why_a_text_was_dropped_is_said_for_the_audit(string text, double confidence, string why)
    {
        var verdict = TranscriptGuard.Check(new(text, confidence), TimeSpan.FromSeconds(3), new(), LexiconTerms.None);

        Assert.Equal((null, why), (verdict.Text, verdict.Why));
    }

    [Fact]
    public void A_name_is_corrected_before_numbers_become_digits_and_the_audit_knows()
    {
        var verdict = TranscriptGuard.Check(new("安糠小区八号楼，五十里铺", 0.9), TimeSpan.FromSeconds(3), new(), new(["安康小区", "五十里铺"]));

        Assert.Equal(("安康小区8号楼，五十里铺", "corrected"), (verdict.Text?.Text, verdict.Why));
    }

    [Fact]
    public void A_number_said_digit_by_digit_may_repeat_itself() => Assert.Equal("电话是13131313131", Check("电话是幺三幺三幺三幺三幺三幺")?.Text);

    [Fact]
    public void A_guess_is_dropped() => Assert.Null(Check("我叫救护。", confidence: 0.3));

    [Fact]
    public void More_than_anybody_can_say_in_the_time_is_dropped() => Assert.Null(Check(string.Concat("施工噪音扰民请尽快处理希望答复我住在安康小区12号楼"), seconds: 0.4));

    [Fact]
    public void Traditional_script_becomes_simplified_and_simplified_stays() =>
        Assert.Equal("我们这里乾隆路的著名饭馆后面没有水", Check("我們這裡乾隆路的著名飯館後面沒有水")?.Text);

    private static Transcription? Check(string text, double confidence = 0.9, double seconds = 4) =>
        TranscriptGuard.Check(new(text, confidence), TimeSpan.FromSeconds(seconds), new(), LexiconTerms.None).Text;
}
