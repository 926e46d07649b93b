using Hotline.Telephony.Outbound;
using Hotline.Telephony.Tests.Queues;

namespace Hotline.Telephony.Tests.Outbound;

public sealed class DialNumberTests
{
    [Theory]
    [InlineData("138 0000 0001", "13800000001")]
    [InlineData("+86-13800000001", "13800000001")]
    [InlineData("（0791）8888-1234", "079188881234")]
    [InlineData("010 65251234", "01065251234")]
    [InlineData("88881234", "88881234")]
    [InlineData("12356", "12356")]
    [InlineData("4008123123", "4008123123")]
    public void A_number_within_China_is_taken_without_its_ornaments(string text, string digits)
    {
        Assert.True(DialNumber.TryParse(text, out var number, out _));
        Assert.Equal(digits, number.Digits);
        Assert.DoesNotContain(digits, number.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "请填写")]
    [InlineData("abc", "数字")]
    [InlineData("13800000001@evil.example", "数字")]
    [InlineData("110", "一键转接")]
    [InlineData("0085212345678", "国际")]
    [InlineData("12800000001", "格式")]
    [InlineData("138000000012", "格式")]
    public void What_may_not_be_called_is_refused_with_the_fix(string? text, string why)
    {
        Assert.False(DialNumber.TryParse(text, out _, out var said));
        Assert.Contains(why, said, StringComparison.Ordinal);
    }

    [Fact]
    public void An_hour_has_so_many_calls_for_each()
    {
        var clock = new SetClock();
        var limit = new DialLimit(2, clock);
        Assert.True(limit.TryTake("1001") && limit.TryTake("1001"));
        Assert.False(limit.TryTake("1001"));
        Assert.True(limit.TryTake("1002"));
        clock.Advance(3600);
        Assert.True(limit.TryTake("1001"));
    }

    [Theory]
    [InlineData(486, DialResult.Busy)]
    [InlineData(480, DialResult.NoAnswer)]
    [InlineData(603, DialResult.Refused)]
    [InlineData(404, DialResult.NoSuchNumber)]
    [InlineData(503, DialResult.Failed)]
    public void The_status_says_what_became_of_it(int status, DialResult result) => Assert.Equal(result, DialResults.Of(status));
}
