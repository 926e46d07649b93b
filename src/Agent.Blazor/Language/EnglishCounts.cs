using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Language;

/// <summary>One of a thing is told in the singular: 1 working day is left, 2 working days are left.</summary>
internal static partial class EnglishCounts
{
    internal static string Agree(string text) => One().Replace(text, m => $"1 {m.Groups["kind"].Value}{Singular(m.Groups["thing"].Value)}{Verb(m.Groups["verb"].Value)}");

    private static string Singular(string things) => things.EndsWith("ies", StringComparison.Ordinal) ? things[..^3] + "y" : things[..^1];

    private static string Verb(string verb) => verb switch { " are" => " is", " were" => " was", " have" => " has", " need" => " needs", " lead" => " leads", " end" => " ends", " wait" => " waits", _ => verb };

    [GeneratedRegex(
        """
        (?<![\w.,:/-])1\ (?<kind>(?:working\ |more\ )?)
        (?<thing>accounts|appeals|applications|calls|cases|characters|clocks|contradictions|corrections|days|districts|drafts|duties|entries|errors|events|files|gaps|grids|hours|items|letters|lines
        |messages|minutes|moments|months|nodes|overlaps|packets|photographs|places|points|prompts|receivers|repeats|replies|requests|roots|rows|rules|seconds|sentences|things|tickets|times|towns|units|waits|warnings)
        \b(?<verb>(?:\ (?:are|were|have|need|lead|end|wait)\b)?)
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex One();
}

/// <summary>The words of the resources, their counts in agreement where they are English.</summary>
internal sealed class CountingLocalizer<T>(IStringLocalizerFactory factory) : IStringLocalizer<T>
{
    private readonly StringLocalizer<T> _words = new(factory);

    public LocalizedString this[string name] => _words[name];

    public LocalizedString this[string name, params object[] arguments] =>
        _words[name, arguments] is var said && CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? new(name, EnglishCounts.Agree(said.Value), said.ResourceNotFound) : said;

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => _words.GetAllStrings(includeParentCultures);
}
