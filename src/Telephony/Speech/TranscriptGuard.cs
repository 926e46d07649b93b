using System.Text.RegularExpressions;

namespace Hotline.Telephony.Speech;

/// <summary>Keeps out what models make up (幻觉过滤): subtitle credits, loops, guesses. What passes is in simplified script.</summary>
internal static partial class TranscriptGuard
{
    // Nobody speaks more than about 8 syllables a second; a digit or a mark is a character too.
    private const double FastestCharactersPerSecond = 20;

    /// <summary>The text to pass on, or null.</summary>
    /// <param name="length">Of the voice alone.</param>
    internal static Transcription? Check(Transcription heard, TimeSpan length, SpeechOptions options)
    {
        var text = SimplifiedScript.From(heard.Text);
        var invented = text.Length == 0 || heard.Confidence < options.MinConfidence
            || text.Length > 6 + (FastestCharactersPerSecond * length.TotalSeconds)
            || Credits().IsMatch(text) || Loop().IsMatch(text);
        return invented ? null : heard with { Text = text };
    }

    // Whisper learned from subtitled films: these closing lines come out of silence and music.
    [GeneratedRegex("字幕(由|组|志愿者|制作|提供|by)|Amara|明镜与点点|(点赞|订阅).{0,6}(订阅|转发|打赏)|独播剧场|(谢谢|感谢)(大家)?(观看|收看|收听)|请不吝", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Credits();

    // A phrase of two or more characters four times in a row; digits may repeat in a phone number, one character in 喂喂喂喂.
    [GeneratedRegex(@"(?=\D)(?<phrase>.{2,20}?)\k<phrase>{3,}|(?<character>[^\d\s])\k<character>{8,}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Loop();
}
