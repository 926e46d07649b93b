using System.Text;
using System.Text.RegularExpressions;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>Why a sentence is not in the summary.</summary>
public enum LeftOutBecause
{
    /// <summary>寒暄</summary>
    Courtesy,

    /// <summary>重复</summary>
    Repeated,

    /// <summary>听不清</summary>
    Uncertain,

    /// <summary>个人信息: nothing but a number that identifies somebody; it has a field of its own.</summary>
    Personal,

    /// <summary>超出篇幅</summary>
    TooLong,
}

/// <summary>A sentence the citizen said that is not in the summary.</summary>
public sealed record LeftOut(string Sentence, LeftOutBecause Because);

/// <summary>
/// 摘要: the citizen's own sentences that carry the matter, in their order and unchanged but for numbers that identify somebody; and every
/// sentence that was left out, with why. Extractive: nothing stands in it that nobody said. Pure.
/// </summary>
public sealed partial record CallSummary(string Text, int Kept, IReadOnlyList<LeftOut> Left)
{
    /// <summary>Characters; an official reads a longer one no more.</summary>
    private const int Longest = 600;

    private const double Alike = 0.8;

    internal static CallSummary Nothing { get; } = new("", 0, []);

    /// <param name="lines">What the citizen said, each with whether it was heard for certain.</param>
    internal static CallSummary Of(IEnumerable<(string Text, bool Certain)> lines)
    {
        var (kept, left, length) = (new List<string>(), new List<LeftOut>(), 0);
        foreach (var (sentence, certain) in lines.SelectMany(l => Sentences(l.Text).Select(s => (s, l.Certain))))
        {
            var told = Blotted(sentence);
            if (Why(sentence, told, certain, kept, length) is { } because) left.Add(new(sentence, because));
            else
            {
                kept.Add(told);
                length += told.Length + 1;
            }
        }

        return new(string.Join('。', kept), kept.Count, left);
    }

    private static LeftOutBecause? Why(string sentence, string told, bool certain, List<string> kept, int length) =>
        !certain ? LeftOutBecause.Uncertain
        : Courtesies().Replace(sentence, "").Length == 0 ? LeftOutBecause.Courtesy
        : told != sentence && Identifying().Replace(Framing().Replace(sentence, ""), "").Trim('，', ' ').Length == 0 ? LeftOutBecause.Personal
        : kept.Exists(k => Similarity(k, told) >= Alike) ? LeftOutBecause.Repeated
        : length + told.Length > Longest ? LeftOutBecause.TooLong
        : null;

    private static IEnumerable<string> Sentences(string text) => Ends().Split(text).Select(s => s.Trim('，', '、', ' ', '　')).Where(s => s.Length > 0);

    /// <summary>The citizen's number and card stand apart from the matter, never in its text.</summary>
    private static string Blotted(string sentence) => Identifying().Replace(sentence, "（号码略）");

    /// <summary>1 for the same characters in pairs; the shorter within the longer counts as the same too.</summary>
    private static double Similarity(string a, string b)
    {
        var (x, y) = (Pairs(a), Pairs(b));
        return x.Count == 0 || y.Count == 0 ? (a == b ? 1 : 0) : (double)x.Intersect(y).Count() / Math.Min(x.Count, y.Count);
    }

    private static HashSet<string> Pairs(string text)
    {
        var bare = new StringBuilder();
        foreach (var c in text.Where(char.IsLetterOrDigit)) bare.Append(c);
        return [.. Enumerable.Range(0, Math.Max(0, bare.Length - 1)).Select(i => bare.ToString(i, 2))];
    }

    [GeneratedRegex("[。！？；!?;\n]+")]
    private static partial Regex Ends();

    // greetings, thanks, yes and no to the agent, words to think by: a sentence of nothing else says nothing of the matter
    [GeneratedRegex("喂|您好|你好|早上好|下午好|晚上好|谢谢(您|你|啊)?|感谢|再见|拜拜|麻烦(您|你)?(了|啦)?|辛苦(您|你)?(了|啦)?|不客气|对不起|不好意思|请问|是(的|吧)|对(的|对)?|好(的|吧|嘞)?|行(吧)?|可以|没(有)?(了|别的(事)?)(了)?|就这些(了)?|就这样(吧)?|知道了|明白(了)?|嗯+|啊+|哦+|呃+|哎+|唉+|那个|这个|这样|是12345(热线)?吗|12345吗|同志|师傅|小姐|先生|[，、,. …了吧啊呀呢吗嘛哈]")]
    private static partial Regex Courtesies();

    // 11 digits of a mobile, an identity card, a landline with its area code
    [GeneratedRegex(@"(?<![0-9])(1[3-9][0-9]{9}|[0-9]{17}[0-9Xx]|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9])")]
    private static partial Regex Identifying();

    [GeneratedRegex("(我的?|您?记一下|联系)?(电话|手机|联系方式|身份证|号码)+(号码?)?(是|就是|为)?|这个")]
    private static partial Regex Framing();
}
