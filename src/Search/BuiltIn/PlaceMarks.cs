namespace Hotline.Search.BuiltIn;

/// <summary>
/// The places a text names, without a gazetteer: what stands before 区, 镇, 社区, 路 and their like, two characters of it, since
/// Chinese shows no word's beginning (在鼎功桥村 gives 功桥村), or a code (A7县), and house numbers of a road (18号).
/// </summary>
internal static class PlaceMarks
{
    private const int Before = 2;

    private static readonly HashSet<string> Kinds =
    [
        "街道", "社区", "小区", "花园", "家园", "广场", "大道", "公园", "医院", "学院", "大学", "中学", "小学", "学校", "市场", "公司", "酒店",
        "大厦", "车站", "儿园", "出所", "公寓", "工地", "地铁站",
        "省", "市", "区", "县", "旗", "镇", "乡", "村", "路", "街", "巷", "弄", "苑", "桥", "组",
    ];

    /// <summary>Words that end like a place and are none.</summary>
    private static readonly HashSet<string> General =
    [
        "城市", "全市", "本市", "我市", "超市", "股市", "上市", "地区", "街区", "辖区", "城区", "校区", "园区", "景区", "郊区", "片区", "库区",
        "农村", "乡村", "全村", "我村", "本村", "全县", "我县", "城乡", "下乡", "乡镇", "城镇", "村镇", "马路", "公路", "铁路", "道路", "线路", "高速路",
        "居民区", "集中区", "旅游区", "住宅区", "开发区", "工业区", "新区", "限公司", "分公司", "电路", "出路", "走路", "修路", "上路", "路路", "思路", "大街", "逛街", "小巷", "大桥", "小组", "工作组", "专家组", "业主", "一路", "条路",
    ];

    private const string NoPartOfAName = "的我们你您他它本这那该个在到从于去往是有和与及向对把被让请为了里各每全某同一两几此";

    /// <summary>The marks of a text, each with the words it was read from.</summary>
    internal static void Collect(ReadOnlySpan<char> text, Dictionary<ulong, string> marks)
    {
        for (var end = 1; end < text.Length; end++)
        {
            if (text[end] == '号' && HouseNumber(text, end) is var start and >= 0) Add(text[start..(end + 1)], marks);
            var kind = KindEnding(text, end);
            if (kind == 0 || IsGeneral(text, end)) continue;
            var name = NameBefore(text, end + 1 - kind);
            if (name > 0) Add(text[(end + 1 - kind - name)..(end + 1)], marks);
        }
    }

    /// <summary>The marks of a place that was given as such; one without any known kind counts as a whole.</summary>
    internal static void CollectPlace(string? place, Dictionary<ulong, string> marks)
    {
        if (string.IsNullOrWhiteSpace(place)) return;
        var before = marks.Count;
        Collect(place, marks);
        if (marks.Count == before) Add(place.AsSpan().Trim(), marks);
    }

    private static void Add(ReadOnlySpan<char> mark, Dictionary<ulong, string> marks) => marks.TryAdd(Tokens.Hash(mark), mark.ToString());

    private static int KindEnding(ReadOnlySpan<char> text, int end)
    {
        var kinds = Kinds.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = 3; length >= 1; length--)
            if (end + 1 > length && kinds.Contains(text.Slice(end + 1 - length, length))) return length;
        return 0;
    }

    private static bool IsGeneral(ReadOnlySpan<char> text, int end)
    {
        var general = General.GetAlternateLookup<ReadOnlySpan<char>>();
        if (text[end] == '市' && Tokens.IsHan(text[end - 1]) && end + 1 < text.Length && text[end + 1] is ('民' or '长' or '委' or '政' or '容')) return true;
        return general.Contains(text[(end - 1)..(end + 1)]) || (end >= 2 && general.Contains(text[(end - 2)..(end + 1)]));
    }

    /// <summary>How many characters before a kind belong to the name.</summary>
    private static int NameBefore(ReadOnlySpan<char> text, int kind)
    {
        var name = 0;
        if (kind > 0 && Tokens.IsWord(text[kind - 1]))
            while (kind > name && Tokens.IsWord(text[kind - 1 - name])) name++;
        else
            while (name < Before && kind > name && Tokens.IsHan(text[kind - 1 - name]) && !NoPartOfAName.Contains(text[kind - 1 - name])) name++;
        return name;
    }

    /// <summary>Where the digits of 18号 begin when a road stands before them, else -1.</summary>
    private static int HouseNumber(ReadOnlySpan<char> text, int end)
    {
        var start = end;
        while (start > 0 && Tokens.IsWord(text[start - 1])) start--;
        return start < end && start > 0 && text[start - 1] is '路' or '街' or '巷' or '弄' or '道' or '里' ? start : -1;
    }
}
