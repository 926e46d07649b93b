using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Tests.Speech;

public sealed class SpokenNumbersTests
{
    [Theory]
    [InlineData("地址在工人新村八号楼三单元幺六零二室。", "地址在工人新村8号楼3单元1602室。")]
    [InlineData("碧水湾二十八号楼二单元有人焚烧垃圾", "碧水湾28号楼2单元有人焚烧垃圾")]
    [InlineData("我姓田，电话是幺八五三四五七八六八八。", "我姓田，电话是18534578688。")]
    [InlineData("幺二三路公交车末班车太早。", "123路公交车末班车太早。")]
    [InlineData("八路公交车不停", "8路公交车不停")]
    [InlineData("收了我一百二十元", "收了我120元")]
    [InlineData("晚上九点半还在施工", "晚上9点半还在施工")]
    [InlineData("昨天晚上十二点到现在。", "昨天晚上12点到现在。")]
    [InlineData("下午三点五十来的", "下午3点50来的")]
    [InlineData("早上八点零五分", "早上8点05分")]
    [InlineData("昨天三点到五点，星期三九点", "昨天3点到5点，星期三9点")]
    [InlineData("凌晨一点钟", "凌晨1点钟")]
    [InlineData("涨了百分之二十", "涨了20%")]
    [InlineData("百分之三点五的利息", "3.5%的利息")]
    [InlineData("离这里三点五公里", "离这里3.5公里")]
    [InlineData("二零二六年三月十五号", "2026年3月15号")]
    [InlineData("已经十一个星期了", "已经11个星期了")]
    [InlineData("已经两天了，三个月没发工资", "已经2天了，3个月没发工资")]
    [InlineData("欠薪三万五千元", "欠薪35000元")]
    [InlineData("一共二十万元，定金一千零五十", "一共20万元，定金1050")]
    [InlineData("十二块五毛，三块钱", "12块5毛，3块钱")]
    [InlineData("一百零八户，两百多人，七十多岁", "108户，200多人，70多岁")]
    [InlineData("打了幺幺零", "打了110")]
    [InlineData("三万五", "35000")]
    [InlineData("一百二", "120")]
    public void Numbers_are_written_in_digits(string spoken, string written) => Assert.Equal(written, Convert(spoken));

    [Theory]
    [InlineData("一定要来，十分着急，一些人，万一着火")]
    [InlineData("四川的三轮车")]
    [InlineData("一起去一趟，一点都不好，快一点，这几天一点都没有水")]
    [InlineData("有三点意见，两点建议")]
    [InlineData("星期三，周一到周五，礼拜六")]
    [InlineData("三四百人，十七八岁，五六个人，十几个")]
    [InlineData("乱七八糟，一五一十，七七八八，三七二十一，不管三七二十一，二百五，千万别")]
    [InlineData("第一次，第三人民医院，第一时间")]
    [InlineData("前两天，这两天，过两天，有一天，一天到晚")]
    [InlineData("十字路口，百货大楼，千家万户，亿元户，万达广场")]
    [InlineData("三八路，五一劳动节，双十一，年三十")]
    [InlineData("我们一块儿去，一栋楼，一年四季，一层灰")]
    [InlineData("二维码，二手房，三方通话，九牛一毛")]
    [InlineData("地址在工人新村8号楼3单元1602室，晚上9点半，20%，3.5公里")]
    public void Words_are_left_alone(string text) => Assert.Equal(text, Convert(text));

    [Fact]
    public void Names_with_numerals_stay_names() =>
        Assert.Equal("一百二十三号在五十里铺，120元", SpokenNumbers.ToDigits("一百二十三号在五十里铺，一百二十元", ["五十里铺", "一百二十三号"]));

    [Fact]
    public void Twice_changes_nothing_more()
    {
        const string alphabet = "零幺一二两三四五六七八九十百千万点半号楼单元室元块毛天年月百分之个路，0123456789第晚上多";
        var random = new Random(12345);
        for (var i = 0; i < 100_000; i++)
        {
            var once = Convert(new string(random.GetItems<char>(alphabet, random.Next(1, 16))));
            Assert.Equal(once, Convert(once));
        }
    }

    [Theory]
    [InlineData("一", 1)]
    [InlineData("十", 10)]
    [InlineData("二十三", 23)]
    [InlineData("一千零二十", 1020)]
    [InlineData("两万零三百", 20300)]
    [InlineData("三亿五千万", 350_000_000)]
    [InlineData("一万二千三百四十五", 12345)]
    public void A_cardinal_has_its_value(string run, long value) => Assert.Equal(value, Numeral.Value(run));

    [Theory]
    [InlineData("三四百")]
    [InlineData("百八十")]
    [InlineData("一百百")]
    [InlineData("十七八")]
    [InlineData("万一")]
    [InlineData("一百零")]
    public void What_is_no_cardinal_has_none(string run) => Assert.Null(Numeral.Value(run));

    private static string Convert(string text) => SpokenNumbers.ToDigits(text, []);
}
