using System.ComponentModel;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>易读程度</summary>
[JsonConverter(typeof(KebabJson<ReadingEase>))]
public enum ReadingEase
{
    [Description("易读")] Easy,
    [Description("一般")] Fair,
    [Description("难读")] Hard,
}

/// <summary>An official word with the plain one that says the same.</summary>
/// <param name="Plain">Null where the sentence is better without it.</param>
public sealed record HardWord(string Word, string? Plain);

/// <summary>How easily a citizen reads a text.</summary>
/// <param name="Clauses">Parts between two marks of any kind: what is read in one breath.</param>
/// <param name="AverageSentence">Characters of a sentence, marks not counted.</param>
/// <param name="AverageClause">Characters of a clause.</param>
/// <param name="Score">From 100, what is hard taken off; see <see cref="PlainWords"/>.</param>
/// <param name="Reasons">What was taken off and why, in Chinese; none for a text of 100.</param>
public sealed record ReadingLevel(
    int Characters, int Sentences, int Clauses, double AverageSentence, double AverageClause, IReadOnlyList<HardWord> HardWords, int Score, ReadingEase Ease, IReadOnlyList<string> Reasons);

/// <summary>
/// 平实语言: a measure of our own, as no standard for Chinese official letters is known to us. From 100 are taken: one for each character by
/// which the average sentence is longer than 30 (at most 30), three for each by which the average clause is longer than 12 (at most 30),
/// four for each kind of official word that has a plain one (at most 40). From 80 on a text is easy, below 60 it is hard. It warns and
/// never holds a reply back. Pure.
/// </summary>
internal static partial class PlainWords
{
    private const double Sentence = 30;
    private const double Clause = 12;

    private static readonly HardWord[] Official =
    [
        new("予以", null), new("进行了", null), new("加以", null), new("责成", "要求"), new("责令", "要求"), new("函告", "书面告诉"), new("函复", "书面答复"), new("特此", null), new("兹", null), new("鉴于", "因为"),
        new("拟于", "打算在"), new("拟", "打算"), new("届时", "到时候"), new("逾期", "过期"), new("该员", "他（她）"), new("该户", "您家"), new("贵", "您的"), new("经查", "我们查明"), new("现查明", "我们查明"), new("业已", "已经"),
        new("均已", "都已经"), new("上述", "这些"), new("相关部门", "写明单位名称"), new("有关部门", "写明单位名称"), new("相关规定", "写明哪一条规定"), new("有关规定", "写明哪一条规定"), new("依法依规", "写明哪一条规定"),
        new("属地", "写明哪个镇街"), new("诉求人", "您"), new("来电人", "您"), new("反映人", "您"), new("知悉", "知道"), new("悉知", "知道"), new("尚未", "还没有"), new("亦", "也"), new("及时", "写明时间"), new("酌情", "写明怎样处理"),
    ];

    internal static ReadingLevel Of(string text)
    {
        var (sentences, clauses) = (Parts(SentenceEnds(), text), Parts(ClauseEnds(), text));
        var (perSentence, perClause) = (Average(sentences), Average(clauses));
        var words = Official.Where(w => text.Contains(w.Word, StringComparison.Ordinal)).ToList();
        var found = words.Where(w => !words.Exists(o => o.Word.Length > w.Word.Length && o.Word.Contains(w.Word, StringComparison.Ordinal))).ToList(); // 拟于 is not 拟 besides
        var (sentence, clause, word) = (Math.Clamp(perSentence - Sentence, 0, 30), Math.Clamp(3 * (perClause - Clause), 0, 30), Math.Min(4 * found.Count, 40));
        var score = (int)Math.Round(100 - sentence - clause - word);
        return new(
            text.Count(char.IsLetterOrDigit), sentences.Count, clauses.Count, Math.Round(perSentence, 1), Math.Round(perClause, 1), found, score,
            score >= 80 ? ReadingEase.Easy : score >= 60 ? ReadingEase.Fair : ReadingEase.Hard, [.. Reasons(perSentence, perClause, found)]);
    }

    private static IEnumerable<string> Reasons(double perSentence, double perClause, List<HardWord> words)
    {
        if (perSentence > Sentence) yield return $"平均每句 {perSentence:F0} 字，超过 {Sentence} 字，请断成短句";
        if (perClause > Clause) yield return $"两个标点之间平均 {perClause:F0} 字，超过 {Clause} 字，请多断句";
        if (words.Count > 0) yield return $"公文用语：{string.Join("、", words.Select(w => w.Plain is null ? $"{w.Word}（可删）" : $"{w.Word}（{w.Plain}）"))}";
    }

    // what has no letter in it, such as a number of a list, is no sentence
    private static List<int> Parts(Regex ends, string text) => [.. ends.Split(text).Select(p => p.Count(char.IsLetterOrDigit)).Where(n => n > 1)];

    private static double Average(List<int> lengths) => lengths.Count == 0 ? 0 : lengths.Average();

    [GeneratedRegex(@"[。！？；!?;\n]+", RegexOptions.None, 1000)]
    private static partial Regex SentenceEnds();

    [GeneratedRegex(@"[。！？；!?;\n，,、：:（）()《》“”""]+", RegexOptions.None, 1000)]
    private static partial Regex ClauseEnds();
}
