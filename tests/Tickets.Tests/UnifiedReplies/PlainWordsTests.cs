using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Tests.UnifiedReplies;

public sealed class PlainWordsTests
{
    [Fact]
    public void Short_sentences_in_plain_words_are_easy()
    {
        var reading = PlainWords.Of("您反映的水管已经修好。11月9日18时起，小区恢复供水。如果再停水，请拨打8201001，我们马上来。");
        Assert.Equal((100, ReadingEase.Easy, 3, 6), (reading.Score, reading.Ease, reading.Sentences, reading.Clauses));
        Assert.Empty(reading.Reasons);
    }

    [Fact]
    public void One_long_sentence_of_official_words_is_hard_and_every_reason_is_told()
    {
        var reading = PlainWords.Of("经查诉求人所反映之问题属实鉴于该处管网建设年代久远且上述区域业已列入改造计划现责成属地有关部门依法依规对相关责任单位予以督促整改并拟于届时另行函告");
        Assert.Equal(ReadingEase.Hard, reading.Ease);
        Assert.Equal(3, reading.Reasons.Count);
        Assert.Contains(new HardWord("诉求人", "您"), reading.HardWords);
        Assert.Contains(new HardWord("拟于", "打算在"), reading.HardWords);
        Assert.DoesNotContain(reading.HardWords, w => w.Word == "拟");
        Assert.True(reading.Score < 40, $"{reading.Score}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("。，！")]
    [InlineData("1. 2.")]
    public void Nothing_to_read_is_not_hard(string text) => Assert.Equal(100, PlainWords.Of(text).Score);

    [Fact]
    public void The_longer_its_clauses_the_harder_a_text()
    {
        var scores = new[] { 10, 14, 18, 30 }.Select(n => PlainWords.Of(string.Concat(Enumerable.Repeat(new string('水', n) + "。", 3))).Score).ToList();
        Assert.Equal([100, 94, 82, 70], scores);
    }

    [Fact]
    public void A_hard_reply_warns_its_reviewer_with_the_reasons()
    {
        var reply = new Reply(Finding.True, HandlingResult.Solved, "经查诉求人所反映之问题属实鉴于该处管网建设年代久远且上述区域业已列入改造计划现责成属地有关部门依法依规对相关责任单位予以督促整改", null);
        Assert.Equal(3, ReplyChecks.Of(reply, RequestType.Help, []).Count(h => h.Warning == ReplyWarning.HardToRead));
    }
}
