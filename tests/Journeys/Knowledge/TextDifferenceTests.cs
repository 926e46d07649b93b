using Hotline.Agent.Blazor.Knowledge;

namespace Hotline.Journeys.Knowledge;

public sealed class TextDifferenceTests
{
    [Fact]
    public void A_changed_word_is_shown_alone_and_the_rest_stands() => Assert.Equal(
        [new(Change.Same, "每"), new(Change.Gone, "半年"), new(Change.New, "季度"), new(Change.Same, "清洗一次。由单位委托。")], Joined("每半年清洗一次。由单位委托。", "每季度清洗一次。由单位委托。"));

    [Fact]
    public void A_sentence_that_came_or_went_is_shown_whole()
    {
        Assert.Equal([new(Change.Same, "甲。"), new(Change.New, "乙。"), new(Change.Same, "丙。")], TextDifference.Between("甲。丙。", "甲。乙。丙。"));
        Assert.Equal([new(Change.Same, "甲。"), new(Change.Gone, "乙。"), new(Change.Same, "丙。")], TextDifference.Between("甲。乙。丙。", "甲。丙。"));
        Assert.Equal([new(Change.New, "甲")], TextDifference.Between(null, "甲"));
        Assert.Empty(TextDifference.Between("", null));
    }

    [Fact]
    public void What_stays_and_what_went_is_the_old_text_and_what_stays_and_what_came_the_new()
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var (old, now) = (Made(random), Made(random));
            var parts = TextDifference.Between(old, now);
            Assert.Equal(old, string.Concat(parts.Where(p => p.Change != Change.New).Select(p => p.Text)));
            Assert.Equal(now, string.Concat(parts.Where(p => p.Change != Change.Gone).Select(p => p.Text)));
        }
    }

    [Fact]
    public void A_sheets_fields_may_hold_commas_line_ends_and_quotation_marks()
    {
        Assert.Equal<string[]>([["标题", "内容"], ["题", "一行\n\"二\"，行"], ["", "尾"]], CsvRows.Of("\uFEFF标题,内容\r\n题,\"一行\n\"\"二\"\"，行\"\r\n,尾").Select(r => r.ToArray()).ToArray());
        Assert.Throws<InvalidDataException>(() => CsvRows.Of("标题\r\n\"没有关上"));
    }

    private static List<Stretch> Joined(string old, string now)
    {
        var joined = new List<Stretch>();
        foreach (var part in TextDifference.Between(old, now))
        {
            if (joined is [.., var last] && last.Change == part.Change) joined[^1] = last with { Text = last.Text + part.Text };
            else joined.Add(part);
        }

        return joined;
    }

    private static string Made(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => "甲乙丙。；\n"[random.Next(6)]));
}
