using System.ComponentModel;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>审核提示</summary>
[JsonConverter(typeof(KebabJson<ReplyWarning>))]
public enum ReplyWarning
{
    [Description("空话套话")] EmptyPhrase,
    [Description("缺少依据")] MissingBasis,
    [Description("未写明办理时间")] MissingDate,
    [Description("未写明联系方式")] MissingContact,
    [Description("疑似照搬模板")] TemplateCopy,
    [Description("含个人信息")] PersonalData,
    [Description("句子过长")] LongSentence,
    [Description("不易读懂")] HardToRead,
}

/// <summary>One line of the reviewer's check list: a hint, never a refusal.</summary>
/// <param name="Quote">The words that gave rise to it; personal data are shortened.</param>
public sealed record ReplyHint(ReplyWarning Warning, string? Quote);

/// <summary>审核清单 (domain.md §8.2): what reviewers send replies back for, looked for beforehand. Pure.</summary>
internal static partial class ReplyChecks
{
    private const int LongSentence = 80;
    private const double Copied = 0.9;

    /// <summary>Phrases that tell the citizen nothing.</summary>
    private static readonly string[] Empty =
    [
        "高度重视", "已阅", "情况已知悉", "按相关规定办理", "按有关规定办理", "请您耐心等待", "感谢您的理解与支持", "正在积极协调", "将进一步加强", "举一反三", "依法依规处理", "加大工作力度", "尽快解决", "妥善处理",
    ];

    /// <param name="others">Earlier replies of the same unit, to compare with.</param>
    internal static IReadOnlyList<ReplyHint> Of(Reply reply, RequestType type, IReadOnlyList<string> others)
    {
        var text = reply.PublicText;
        return
        [
            .. Empty.Where(p => text.Contains(p, StringComparison.Ordinal)).Select(p => new ReplyHint(ReplyWarning.EmptyPhrase, p)),
            .. Missing(reply, type),
            .. PersonalData(text).Select(p => new ReplyHint(ReplyWarning.PersonalData, p)),
            .. others.Where(o => Likeness(o, text) >= Copied).Take(1).Select(o => new ReplyHint(ReplyWarning.TemplateCopy, o.Length <= 60 ? o : o[..59] + "…")),
            .. Sentence().Split(text).Where(s => s.Length > LongSentence).Select(s => new ReplyHint(ReplyWarning.LongSentence, s[..30] + "…")),
            .. PlainWords.Of(text) is { Ease: ReadingEase.Hard } hard ? hard.Reasons.Select(r => new ReplyHint(ReplyWarning.HardToRead, r)) : [],
        ];
    }

    private static IEnumerable<ReplyHint> Missing(Reply reply, RequestType type)
    {
        var explains = type == RequestType.Consultation || reply.Finding == Finding.Untrue
            || reply.Result is HandlingResult.Explained or HandlingResult.Impossible or HandlingResult.NotOurDuty or HandlingResult.Terminated;
        var grounded = reply.Citations.Count > 0 || reply.PublicText.Contains('《', StringComparison.Ordinal);
        if (explains && !grounded) yield return new(ReplyWarning.MissingBasis, null);
        if (reply.Result is HandlingResult.Solved or HandlingResult.PartlySolved or HandlingResult.Planned && !Date().IsMatch(reply.PublicText)) yield return new(ReplyWarning.MissingDate, null);
        if (!Telephone().IsMatch(reply.PublicText)) yield return new(ReplyWarning.MissingContact, null);
    }

    /// <summary>Mobile and identity numbers of people; units' landlines are meant to be there.</summary>
    private static IEnumerable<string> PersonalData(string text) => Mobile().Matches(text).Select(m => m.Value[..3] + "********")
        .Concat(Identity().Matches(text).Where(m => IsIdentity(m.Value)).Select(m => m.Value[..4] + "**************"));

    /// <summary>GB 11643: the last of eighteen characters checks the others (ISO 7064, mod 11-2).</summary>
    private static bool IsIdentity(string id)
    {
        var sum = id[..17].Select((c, i) => (c - '0') * ((1 << (17 - i)) % 11)).Sum();
        return "10X98765432"[sum % 11] == char.ToUpperInvariant(id[17]);
    }

    /// <summary>Share of pairs of characters in common, numbers left out: a template with another date is still a template.</summary>
    private static double Likeness(string a, string b)
    {
        var (x, y) = (Pairs(a), Pairs(b));
        return x.Count < 20 || y.Count < 20 ? 0 : (double)x.Intersect(y).Count() / x.Union(y).Count();
    }

    private static HashSet<string> Pairs(string text)
    {
        var letters = string.Concat(text.Where(char.IsLetter));
        return [.. Enumerable.Range(0, Math.Max(0, letters.Length - 1)).Select(i => letters.Substring(i, 2))];
    }

    [GeneratedRegex(@"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)", RegexOptions.None, 1000)]
    private static partial Regex Mobile();

    [GeneratedRegex(@"(?<!\d)[1-9]\d{16}[\dXx](?![\dXx])", RegexOptions.None, 1000)]
    private static partial Regex Identity();

    [GeneratedRegex(@"\d{1,2}月\d{1,2}日|\d{1,2}日|月底|年底|\d{4}-\d{2}-\d{2}|个工作日|小时内", RegexOptions.None, 1000)]
    private static partial Regex Date();

    [GeneratedRegex(@"(?<!\d)(?:0\d{2,3}-?)?\d{7,8}(?!\d)|(?<!\d)1\d{2,4}(?!\d)|(?<!\d)9\d{4}(?!\d)", RegexOptions.None, 1000)]
    private static partial Regex Telephone();

    [GeneratedRegex(@"[。；！？\n]+", RegexOptions.None, 1000)]
    private static partial Regex Sentence();
}
