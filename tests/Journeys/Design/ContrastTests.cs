using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotline.Journeys.Design;

/// <summary>Contrast of the tokens in both themes, by the formula of WCAG 2.1: text 4.5:1 (1.4.3), borders of controls 3:1 (1.4.11).</summary>
public sealed partial class ContrastTests
{
    private static readonly string Styles = Path.Combine(Checkout.Root, "src", "Agent.Blazor", "wwwroot");

    private static readonly (string Text, string Grounds)[] Readable =
    [
        ("ink", "paper ground field hover head stripe row-hover tag bubble footer prefilled brand-ground amber-ground green-ground red-ground"),
        ("ink-soft", "paper ground field tag bubble footer brand-ground amber-ground green-ground red-ground stripe row-hover head"),
        ("ink-faint", "bubble brand-ground paper field"),
        ("brand", "paper ground brand-ground field stripe row-hover amber-ground red-ground bubble"),
        ("red", "paper ground field red-ground stripe row-hover"),
        ("green", "paper green-ground bubble brand-ground"),
        ("amber", "paper ground field amber-ground brand-ground prefilled"),
        ("on-fill", "brand-fill brand-light red-fill red-dark green-fill amber-fill top top-end"),
    ];

    public static TheoryData<bool> Themes => [false, true];

    [Theory]
    [MemberData(nameof(Themes))]
    public void Text_can_be_read_on_every_ground_it_stands_on(bool dark)
    {
        var colours = Colours(dark);
        var pairs = Readable.SelectMany(r => r.Grounds.Split(' ').Select(ground => (r.Text, Ground: ground, Ratio: Ratio(colours[r.Text], colours[ground]))));
        Assert.DoesNotContain(pairs, p => p.Ratio < 4.5);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Controls_stand_out_from_the_paper(bool dark)
    {
        var colours = Colours(dark);
        Assert.InRange(Ratio(colours["line-strong"], colours["paper"]), 3, 21);
        Assert.InRange(Ratio(colours["line-strong"], colours["field"]), 3, 21);
        Assert.InRange(Ratio(colours["brand-dark"], colours["field"]), 3, 21); // the ring of what has the cursor
    }

    [Fact]
    public void Colours_of_pages_are_tokens_and_every_token_used_exists()
    {
        var known = Colours(dark: false).Keys.Concat(["font", "size", "row", "gap", "radius", "label"]).ToHashSet(StringComparer.Ordinal);
        Assert.Subset(known, Colours(dark: true).Keys.ToHashSet(StringComparer.Ordinal));
        foreach (var file in Directory.EnumerateFiles(Styles, "*.css", SearchOption.AllDirectories).Where(f => !f.Contains("/lib/", StringComparison.Ordinal))) // bundled: not ours
        {
            var css = File.ReadAllText(file);
            Assert.Empty(Used().Matches(css).Select(m => m.Groups[1].Value).Except(known, StringComparer.Ordinal));
            if (Path.GetFileName(file) is not ("tokens.css" or "dark.css")) Assert.DoesNotMatch(@"color: ?#|background: ?#(?!fff; font-size: 11pt|0b254480)", css); // paper is white, a veil has no text
        }
    }

    /// <summary>The tokens that are opaque colours, those of dark.css over those of tokens.css.</summary>
    private static Dictionary<string, string> Colours(bool dark)
    {
        var colours = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in dark ? new[] { "tokens.css", "dark.css" } : ["tokens.css"])
        {
            foreach (Match token in Token().Matches(File.ReadAllText(Path.Combine(Styles, file)))) colours[token.Groups[1].Value] = token.Groups[2].Value;
        }

        return colours;
    }

    private static double Ratio(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex)
    {
        var full = hex.Length == 3 ? string.Concat(hex.Select(c => $"{c}{c}")) : hex;
        var parts = Enumerable.Range(0, 3).Select(i => Linear(int.Parse(full.AsSpan(i * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)).ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    private static double Linear(double part) => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);

    [GeneratedRegex(@"--([a-z-]+): #([0-9a-f]{3}(?:[0-9a-f]{3})?(?:[0-9a-f]{2})?);")]
    private static partial Regex Token();

    [GeneratedRegex(@"var\(--([a-z-]+)\)")]
    private static partial Regex Used();
}
