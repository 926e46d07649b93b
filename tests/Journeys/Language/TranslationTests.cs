using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hotline.Journeys.Language;

/// <summary>Every word of the pages exists in both languages, and every word that a page asks for exists.</summary>
public sealed partial class TranslationTests
{
    private static readonly string Pages = Path.Combine(Checkout.Root, "src", "Agent.Blazor");

    public static TheoryData<string> Resources =>
        [.. Directory.EnumerateFiles(Pages, "*.en.resx", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Pages, f)).Where(f => !f.EndsWith("TermText.en.resx", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Resources))]
    public void Chinese_and_English_have_the_same_words_with_the_same_places_for_values(string english)
    {
        var en = Words(Path.Combine(Pages, english));
        var zh = Words(Path.Combine(Pages, english.Replace(".en.resx", ".resx", StringComparison.Ordinal)));
        Assert.Equal(zh.Keys.Order(StringComparer.Ordinal), en.Keys.Order(StringComparer.Ordinal));
        Assert.All(zh, word => Assert.Equal(Places(word.Value), Places(en[word.Key])));
        Assert.All(zh, word => Assert.Equal(word.Value.Length == 0, en[word.Key].Length == 0));
    }

    [Fact]
    public void Every_figure_tells_its_formula_parts_moments_sources_and_reasons_in_English()
    {
        var english = File.ReadAllText(Path.Combine(Pages, "Figures", "FigureSentences.cs"));
        var told = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", "Tickets", "Statistics"), "*Kpi*.cs").SelectMany(f => Told().Matches(File.ReadAllText(f))).Where(m => !m.Groups["no"].Success).Select(m => m.Groups["told"].Value)
            .Where(t => t.Any(c => c is >= '\u4e00' and <= '\u9fff')).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("时限内答复的轮次", told); // a numerator
        Assert.Contains("已并单，随主单计", told); // why a case is left out
        Assert.DoesNotContain(told, t => !english.Contains($"[\"{t}\"]", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_word_a_page_asks_for_exists()
    {
        var known = Directory.EnumerateFiles(Pages, "*.resx", SearchOption.AllDirectories).SelectMany(f => Words(f).Keys).ToHashSet(StringComparer.Ordinal);
        var asked = Directory.EnumerateFiles(Pages, "*.razor*", SearchOption.AllDirectories)
            .SelectMany(file => Asked().Matches(File.ReadAllText(file)).Select(m => $"{m.Groups[1].Value} in {Path.GetFileName(file)}")).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(asked);
        Assert.DoesNotContain(asked, a => !known.Contains(a.Split(" in ")[0]));
    }

    [Fact]
    public void No_page_has_Chinese_in_its_markup() => Assert.All(
        Directory.EnumerateFiles(Pages, "*.razor", SearchOption.AllDirectories).Where(f => !f.EndsWith("Preferences.razor", StringComparison.Ordinal)), // the switch names each language in itself
        file => Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", Comments().Replace(File.ReadAllText(file), "")));

    private static Dictionary<string, string> Words(string file) =>
        XDocument.Load(file).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value, StringComparer.Ordinal);

    private static string Places(string text) => string.Join(' ', Value().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex("""\b[TCS]\["([a-z][^"]*)"(?:\]|,)""")]
    private static partial Regex Asked();

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Value();

    // what follows as English is the same in English; an interpolated string and an end of a word are no text of their own
    [GeneratedRegex("""(?<no>\$|\+ |Description\()?"(?<told>[^"\n]*)"(?<no>, \$?"[A-Z\d][^"\p{IsCJKUnifiedIdeographs}]*")?""", RegexOptions.ExplicitCapture)]
    private static partial Regex Told();

    [GeneratedRegex(@"@\*.*?\*@|///[^\n]*|<!--.*?-->|// [^\n]*", RegexOptions.Singleline)]
    private static partial Regex Comments();
}
