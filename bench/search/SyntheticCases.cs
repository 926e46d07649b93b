using System.Collections;
using Hotline.Tickets;

namespace Hotline.Search;

/// <summary>
/// Invented complaints without end, the same for the same seed: a matter, a place of a made-up city, a course of things and a
/// rare word or two, so that words are as unevenly spread as in a real city's tickets.
/// </summary>
internal sealed class SyntheticCases(int seed) : IEnumerable<CaseEntry>
{
    private static readonly string[] Matters =
    [
        "路灯不亮", "井盖丢失", "自来水停水", "暖气不热", "垃圾没人清运", "夜间施工噪声", "占道经营", "楼道堆放杂物", "电梯停运", "公交改线", "拖欠工资", "物业乱收费",
        "下水道堵塞", "油烟扰民", "违章搭建", "机动车乱停放", "小区停电", "树木遮挡信号灯", "广场舞音响太大", "学校门口拥堵", "燃气漏气", "健身器材损坏", "宠物无证饲养", "公厕无人打扫",
    ];

    private static readonly string[] Courses =
    [
        "已经半个月了没有人来处理", "多次向社区反映没有结果", "老人和孩子出行很不方便", "昨天晚上又发生了一次", "希望有关部门尽快派人查看", "物业说不归他们管", "邻居们都有意见",
        "上周有人来看过但没有修好", "请给一个明确的答复时间", "存在很大的安全隐患", "附近商户也受到影响", "去年也反映过同样的问题", "希望公开处理结果", "雨天情况更加严重",
    ];

    private static readonly string[] Names = ["金水", "建设", "人民", "滨河", "永安", "长春", "和平", "东风", "向阳", "青年", "文化", "新华", "友谊", "胜利", "光明", "学府"];
    private static readonly string[] Kinds = ["路", "街", "巷", "小区", "社区", "花园", "广场", "市场"];
    private static readonly string[] Districts = ["城东", "城西", "城南", "城北", "开元"];

    public IEnumerator<CaseEntry> GetEnumerator()
    {
        var random = new Random(seed);
        for (var number = 0; ; number++) yield return Next(random, number);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static CaseEntry Next(Random random, int number)
    {
        var matter = Matters[Skewed(random, Matters.Length)];
        var district = Districts[random.Next(Districts.Length)];
        var place = $"{district}区{Names[random.Next(Names.Length)]}{Rare(random, 2)}{Kinds[random.Next(Kinds.Length)]}{random.Next(1, 400)}号";
        var course = string.Join("，", Enumerable.Range(0, 5).Select(_ => Courses[Skewed(random, Courses.Length)]));
        var text = $"市民反映{place}{matter}，{course}，现场有{Rare(random, 3)}，{Rare(random, 2)}也在其中，{Rare(random, 12)}。";
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)).AddMinutes(number * 5);
        return new(new TicketId(new Guid(number, 0, 0, new byte[8])), $"{number}", $"{place}{matter}", text, place, district, null, at, new("办理中", false, null));
    }

    /// <summary>Small numbers far more often than large ones.</summary>
    private static int Skewed(Random random, int below) => (int)(below * Math.Pow(random.NextDouble(), 2));

    private static string Rare(Random random, int length) => string.Create(length, random, (chars, r) =>
    {
        for (var i = 0; i < chars.Length; i++) chars[i] = (char)('\u4e00' + Skewed(r, 6000));
    });
}
