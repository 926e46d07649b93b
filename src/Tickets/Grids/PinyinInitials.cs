using System.Globalization;
using System.Text;

namespace Hotline.Tickets.Grids;

/// <summary>
/// 拼音首字母: 人民公园 becomes rmgy. The collation of zh-CN orders characters by pinyin (CLDR), so the first character of each initial
/// bounds it; a character of several readings has its commonest. Where the machine has no such collation, nothing is found by initials.
/// </summary>
public static class PinyinInitials
{
    private const string Letters = "abcdefghjklmnopqrstwxyz";
    private const string First = "阿八嚓咑妸发旮哈讥咔垃妈拿噢妑七呥仨他屲夕丫帀"; // of each letter in CLDR's pinyin order

    private static readonly CompareInfo Order = CultureInfo.GetCultureInfo("zh-CN").CompareInfo;

    /// <summary>Lower case; what is no Chinese character stays.</summary>
    public static string Of(string name)
    {
        var initials = new StringBuilder(name.Length);
        foreach (var c in name) initials.Append(c is >= '一' and <= '鿿' ? Of(c) : char.ToLowerInvariant(c));
        return initials.ToString();
    }

    private static char Of(char c)
    {
        var at = Letters.Length - 1;
        while (at > 0 && Order.Compare(c.ToString(), First[at].ToString()) < 0) at--;
        return Letters[at];
    }
}
