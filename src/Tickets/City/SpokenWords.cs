using System.Text.RegularExpressions;

namespace Hotline.Tickets.City;

/// <summary>A ground not to accept that words of a text speak for (受理范围提示), for the agent to judge.</summary>
public sealed record ScopeHint(NotAcceptedGround Ground, IReadOnlyList<string> Words);

/// <summary>A danger somebody spoke of (危险词).</summary>
/// <param name="Line">110, 119 or 120.</param>
public sealed record DangerWord(string Word, string Line);

/// <summary>What words of a text point the agent to: a lawful path outside the hotline, or a danger. What is denied (没有人受伤) does not count. Pure.</summary>
public static partial class SpokenWords
{
    /// <summary>In the order of the city's grounds.</summary>
    public static IReadOnlyList<ScopeHint> OutOfScope(CityRules rules, string text) =>
    [
        .. from ground in rules.Handling.NotAccepted
           let words = (ground.Words ?? []).Where(w => Affirmed(text, w)).ToList()
           where words.Count > 0
           select new ScopeHint(ground, words),
    ];

    /// <summary>Recall before precision: a question or a guess counts, only a plain denial does not.</summary>
    public static IReadOnlyList<DangerWord> Dangers(CityRules rules, string text) =>
    [
        .. from alert in rules.Profile.Alerts ?? []
           where alert.Line is not null
           from word in alert.Words
           where Affirmed(text, word)
           select new DangerWord(word, alert.Line!),
    ];

    internal static bool Affirmed(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + word.Length, StringComparison.Ordinal))
        {
            if (!Denied().IsMatch(text.AsSpan(Math.Max(0, at - 12), Math.Min(at, 12)))) return true;
        }

        return false;
    }

    // right before the word: 没有 (not 有没有), 没, 未, 无, 不是, 并非, perhaps with 人 or a verb of seeing between
    [GeneratedRegex("((?<!有)没有|没|未|无|不是|并非|不存在)(任何|什么)?(人员|人|谁)?(发生|出现|闻到|看到|听到|存在|再|要|想)?$")]
    private static partial Regex Denied();
}
