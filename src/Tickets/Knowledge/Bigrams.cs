using System.Globalization;
using System.Text;

namespace Hotline.Tickets.Knowledge;

/// <summary>What a text is found by: pairs of neighbouring Chinese characters, and whole Latin words and numbers.</summary>
internal static class Bigrams
{
    /// <summary>Each once, in no order; a single character stands for itself.</summary>
    internal static string[] Of(params IEnumerable<string?> texts) => [.. texts.SelectMany(t => Runs(t ?? "")).SelectMany(Grams).Distinct()];

    private static IEnumerable<string> Grams(string run) =>
        run.Length == 1 || IsLatin(run[0]) ? [run[..Math.Min(run.Length, 40)]] : Enumerable.Range(0, run.Length - 1).Select(i => run.Substring(i, 2));

    /// <summary>SQL: how many of the pairs of a parameter are among those of a row. A sum of terms; counting them in a query of its own takes ten times as long for each row.</summary>
    internal static string Met(string grams, string parameter, int pairs) =>
        string.Join(" + ", Enumerable.Range(1, pairs).Select(i => string.Create(CultureInfo.InvariantCulture, $"(({parameter})[{i}] = any ({grams}))::int")));

    /// <summary>Stretches of one script, in lower case and in their usual width.</summary>
    private static IEnumerable<string> Runs(string text)
    {
        var run = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (run.Length > 0 && (!char.IsLetterOrDigit(c) || IsLatin(c) != IsLatin(run[0])))
            {
                yield return run.ToString();
                run.Clear();
            }

            if (char.IsLetterOrDigit(c)) run.Append(c);
        }

        if (run.Length > 0) yield return run.ToString();
    }

    private static bool IsLatin(char c) => c < 0x2E80;
}
