using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Speech;

/// <summary>
/// The city's own words (地名词库): streets, estates, departments. They prompt a real model and correct what it almost heard. The file
/// (<see cref="SpeechOptions.Lexicon"/>) has one term a line, the most important first, # before a remark; a change holds within seconds.
/// </summary>
public sealed partial class CityLexicon(SpeechOptions options, TimeProvider clock, ILogger<CityLexicon> log)
{
    internal const int MostTerms = 20_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _looking = new();
    private volatile LexiconTerms _terms = LexiconTerms.None;
    private DateTime _written = DateTime.MinValue;
    private DateTimeOffset _look;

    internal static CityLexicon None { get; } = new(new() { Lexicon = null }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<CityLexicon>.Instance);

    /// <summary>As the file is now.</summary>
    internal LexiconTerms Terms
    {
        get
        {
            if (options.Lexicon is { } file) Look(file);
            return _terms;
        }
    }

    private void Look(string file)
    {
        lock (_looking)
        {
            var now = clock.GetUtcNow();
            if (now < _look) return;
            _look = now + LookEvery;
            try
            {
                var written = File.GetLastWriteTimeUtc(file);
                if (written == _written) return;
                _written = written;
                Read(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                NotRead(file, e.Message); // what was read before holds
            }
        }
    }

    private void Read(string file)
    {
        var terms = File.Exists(file) ? File.ReadLines(file).Select(line => line.Trim()).Where(IsTerm).Distinct().Take(MostTerms).ToList() : [];
        _terms = new(terms);
        if (terms.Count == 0) Empty(file);
        else Loaded(terms.Count, file);
    }

    private static bool IsTerm(string line) => line.Length is >= LexiconTerms.Shortest and <= LexiconTerms.Longest && line[0] != '#';

    [LoggerMessage(Level = LogLevel.Information, Message = "The city's words are read: {Count} of {File}.")]
    private partial void Loaded(int count, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There are no city words in {File}: one term of 2 to 20 characters a line.")]
    private partial void Empty(string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The city's words in {File} cannot be read ({Reason}); those read before hold.")]
    private partial void NotRead(string file, string reason);
}

/// <summary>The words of one state of the file, and what of a text they correct.</summary>
internal sealed class LexiconTerms
{
    internal const int Shortest = 2;
    internal const int Longest = 20;
    private const int ShortestCorrected = 4;
    private const int PromptCharacters = 120;

    private readonly FrozenSet<string> _terms;
    private readonly FrozenDictionary<string, string?> _almost;
    private readonly int[] _lengths;

    internal LexiconTerms(IReadOnlyCollection<string> terms)
    {
        _terms = terms.ToFrozenSet(StringComparer.Ordinal);
        _lengths = [.. terms.Select(term => term.Length).Distinct().OrderDescending()];
        _almost = Almost(terms.Where(term => term.Length >= ShortestCorrected));
        WithNumerals = [.. terms.Where(term => Numeral.Hide(term) != term)];
        Prompt = string.Join('、', terms.TakeWhile(Fits()));
    }

    internal static LexiconTerms None { get; } = new([]);

    /// <summary>The first terms, as many as a model's prompt has room for beside its sentence.</summary>
    internal string Prompt { get; }

    /// <summary>Names that must not become numbers.</summary>
    internal IReadOnlyList<string> WithNumerals { get; }

    /// <summary>Almost-matches corrected: one character other than in exactly one term, outside of any known term.</summary>
    internal string Correct(string text)
    {
        if (_almost.Count == 0) return text;
        var result = text.ToCharArray();
        var known = Known(text);
        for (var at = 0; at < text.Length; at++)
            if (Correction(text, at, known) is var (position, character)) result[position] = character;
        return new(result);
    }

    private (int Position, char Character)? Correction(string text, int at, bool[] known)
    {
        foreach (var length in _lengths.Where(length => length >= ShortestCorrected && at + length <= text.Length))
            for (var i = 0; i < length; i++)
            {
                if (known[at + i] || !_almost.TryGetValue(Gap(text.Substring(at, length), i), out var term) || term is null) continue;
                return IsOnlyOne(text.Substring(at, length)) ? (at + i, term[i]) : null;
            }

        return null;
    }

    // another gap of the same window may fit another term
    private bool IsOnlyOne(string window) =>
        Enumerable.Range(0, window.Length).Count(i => _almost.ContainsKey(Gap(window, i))) == 1;

    private bool[] Known(string text)
    {
        var known = new bool[text.Length];
        foreach (var length in _lengths)
            for (var at = 0; at + length <= text.Length; at++)
                if (_terms.Contains(text.Substring(at, length))) known.AsSpan(at, length).Fill(true);
        return known;
    }

    // each term with each of its characters left out; null where two terms are alike but for it
    private static FrozenDictionary<string, string?> Almost(IEnumerable<string> terms)
    {
        var almost = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var term in terms)
            for (var i = 0; i < term.Length; i++)
                almost[Gap(term, i)] = almost.ContainsKey(Gap(term, i)) ? null : term;
        return almost.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Gap(string term, int at) => $"{term.AsSpan(0, at)}*{term.AsSpan(at + 1)}";

    private static Func<string, bool> Fits()
    {
        var used = 0;
        return term => (used += term.Length + 1) <= PromptCharacters;
    }
}
