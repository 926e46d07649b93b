using System.Text.Json;
using Hotline.Telephony.Media;
using Hotline.Telephony.Prompts;

namespace Hotline.Telephony.Tests.Prompts;

public sealed class SpokenChineseTests
{
    [Theory]
    [InlineData(0, "零")]
    [InlineData(2, "二")]
    [InlineData(10, "十")]
    [InlineData(12, "十二")]
    [InlineData(20, "二十")]
    [InlineData(22, "二十二")]
    [InlineData(100, "一百")]
    [InlineData(101, "一百零一")]
    [InlineData(110, "一百一十")]
    [InlineData(200, "两百")]
    [InlineData(1010, "一千零一十")]
    [InlineData(2002, "两千零二")]
    [InlineData(2222, "两千二百二十二")]
    [InlineData(10000, "一万")]
    [InlineData(20005, "两万零五")]
    [InlineData(100000, "十万")]
    [InlineData(105000, "十万五千")]
    [InlineData(200000, "二十万")]
    [InlineData(2000000, "两百万")]
    [InlineData(1200500, "一百二十万零五百")]
    [InlineData(100000005, "一亿零五")]
    [InlineData(200000000, "两亿")]
    [InlineData(100005000, "一亿零五千")]
    [InlineData(1000000000000, "一万亿")]
    [InlineData(-12, "负十二")]
    public void A_number_is_said_as_people_say_it(long value, string words) => Assert.Equal(words, string.Concat(SpokenChinese.Number(value)));

    [Fact]
    public void Two_of_something_are_两_and_twelve_are_not()
    {
        Assert.Equal(["两"], SpokenChinese.Count(2));
        Assert.Equal(["十", "二"], SpokenChinese.Count(12));
        Assert.Equal("两到五分钟", string.Concat(SpokenChinese.Minutes(2, 5)));
        Assert.Equal("两分钟", string.Concat(SpokenChinese.Minutes(2, 2)));
    }

    [Fact]
    public void A_telephone_number_is_read_digit_by_digit_with_幺() =>
        Assert.Equal(["幺", "三", "八", "零", "零", "幺", "二"], SpokenChinese.Telephone("138-0012"));

    [Fact]
    public void A_code_is_read_digit_by_digit_with_一() => Assert.Equal(["一", "零", "二"], SpokenChinese.Digits("102"));

    [Fact]
    public void A_date_has_its_year_digit_by_digit() =>
        Assert.Equal("二零二六年十二月二日", string.Concat(SpokenChinese.Date(new(2026, 12, 2))));

    [Theory]
    [InlineData("00:00", "凌晨零点")]
    [InlineData("09:05", "上午九点零五分")]
    [InlineData("12:15", "中午十二点十五分")]
    [InlineData("14:30", "下午两点半")]
    [InlineData("22:22", "晚上十点二十二分")]
    public void A_time_says_its_part_of_the_day(string time, string words) =>
        Assert.Equal(words, string.Concat(SpokenChinese.Time(TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("0", "零元")]
    [InlineData("2", "两元")]
    [InlineData("12.05", "十二元零五分")]
    [InlineData("0.5", "五角")]
    [InlineData("100.52", "一百元五角两分")]
    [InlineData("-3.999", "负四元")]
    public void Money_is_said_to_the_cent(string amount, string words) =>
        Assert.Equal(words, string.Concat(SpokenChinese.Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void Every_word_that_can_be_said_has_a_short_prompt_among_the_samples()
    {
        var folder = Samples();
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "prompts.json")));
        var files = manifest.RootElement.EnumerateArray().ToDictionary(e => e.GetProperty("id").GetString()!, e => e.GetProperty("file").GetString()!, StringComparer.Ordinal);
        foreach (var word in SpokenChinese.Words)
        {
            var length = Prompt.Load(Path.Combine(folder, files[word])).Length;
            Assert.InRange(length.TotalSeconds, 0.1, 0.9);
        }

        foreach (var file in files.Values) Assert.True(Prompt.Load(Path.Combine(folder, file)).Length > TimeSpan.Zero);
    }

    private static string Samples()
    {
        var at = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(at, "samples", "prompts"))) at = Path.GetDirectoryName(at)!;
        return Path.Combine(at, "samples", "prompts");
    }
}
