using System.Text.RegularExpressions;

namespace Hotline.Telephony.Speech;

/// <summary>What became of a recognised text.</summary>
/// <param name="Text">To be passed on; null: nothing of it.</param>
/// <param name="Why">Why the text as it was heard is kept for audit only; null when it was passed on as it was.</param>
internal sealed record Verdict(Transcription? Text, string? Why)
{
    internal const string Guess = "guess";
    internal const string TooFast = "too-fast";
    internal const string Credits = "credits";
    internal const string Loop = "loop";

    /// <summary>It was passed on, but the city's words corrected it.</summary>
    internal const string Corrected = "corrected";
}

/// <summary>Keeps out what models make up (幻觉过滤): subtitle credits, loops, guesses. What passes is in simplified script, its names the city's, its numbers digits.</summary>
internal static partial class TranscriptGuard
{
    // Nobody speaks more than about 8 syllables a second; a digit or a mark is a character too.
    private const double FastestCharactersPerSecond = 20;

    /// <param name="length">Of the voice alone.</param>
    internal static Verdict Check(Transcription heard, TimeSpan length, SpeechOptions options, LexiconTerms city)
    {
        var text = SimplifiedScript.From(heard.Text);
        if (text.Length == 0) return new(null, null);
        if (Reason(text, heard.Confidence, length, options) is { } invented) return new(null, invented);

        var corrected = city.Correct(text);
        return new(heard with { Text = SpokenNumbers.ToDigits(corrected, city.WithNumerals) }, corrected == text ? null : Verdict.Corrected);
    }

    private static string? Reason(string text, double confidence, TimeSpan length, SpeechOptions options) =>
        confidence < options.MinConfidence ? Verdict.Guess
        : text.Length > 6 + (FastestCharactersPerSecond * length.TotalSeconds) ? Verdict.TooFast
        : Credits().IsMatch(text) ? Verdict.Credits
        : Loop().IsMatch(text) ? Verdict.Loop
        : null;

    // Whisper learned from subtitled films: these closing lines come out of silence and music.
    [GeneratedRegex(
        "字幕(由|组|志愿者|制作|提供|by)|Amara|明镜与点点|(点赞|订阅).{0,6}(订阅|转发|打赏)|独播剧场|(谢谢|感谢)(大家|您的?)?(观看|收看|收听)|请不吝|(中文)?字幕[:：]|下期(再见|节目)|Subtitles? by|Thanks? (you )?for watching",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Credits();

    // A phrase of two or more characters four times in a row; digits may repeat in a phone number, one character in 喂喂喂喂.
    [GeneratedRegex(@"(?=[^\d零〇幺一二三四五六七八九])(?<phrase>.{2,20}?)\k<phrase>{3,}|(?<character>[^\d\s零〇幺一二三四五六七八九])\k<character>{8,}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Loop();
}
