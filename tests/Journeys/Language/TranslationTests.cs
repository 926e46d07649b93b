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
    public void Every_figure_tells_its_formula_and_its_moment_in_English()
    {
        var english = File.ReadAllText(Path.Combine(Pages, "Figures", "FigureSentences.cs"));
        var told = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", "Tickets", "Statistics"), "*Kpis.cs").SelectMany(f => Formulas().Matches(File.ReadAllText(f))).SelectMany(m => (string[])[m.Groups[1].Value, m.Groups[2].Value]).ToList();
        Assert.NotEmpty(told);
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

    [GeneratedRegex("""KpiKind\.\w+, "([^"]+)", (?:"[^"]+"|[\w.]+),\s+"([^"]+)",""")]
    private static partial Regex Formulas();

    [GeneratedRegex(@"@\*.*?\*@|///[^\n]*|<!--.*?-->|// [^\n]*", RegexOptions.Singleline)]
    private static partial Regex Comments();
}
