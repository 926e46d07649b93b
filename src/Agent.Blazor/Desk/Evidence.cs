using Hotline.Telephony;
using Hotline.Telephony.Speech;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>出处: the two seconds of the call in which a field's words were said.</summary>
/// <param name="Utterance">The citizen's line in the transcript.</param>
/// <param name="From">Seconds from the call's answer.</param>
/// <param name="To">Likewise.</param>
public sealed record Evidence(int Utterance, double From, double To)
{
    private const double Length = 2;

    /// <summary>Of the first certain line that has one of the words; where in it they were said is reckoned by their place in its text.</summary>
    internal static Evidence? Of(IEnumerable<TranscriptSegment> lines, params IReadOnlyList<string> words)
    {
        foreach (var line in lines.Where(CallText.IsCertain))
        {
            if (words.FirstOrDefault(w => w.Length > 0 && line.Text.Contains(w, StringComparison.Ordinal)) is not { } word) continue;
            var share = (line.Text.IndexOf(word, StringComparison.Ordinal) + (word.Length / 2.0)) / line.Text.Length;
            var from = Math.Max(line.Start.TotalSeconds, line.Start.TotalSeconds + (share * (line.End - line.Start).TotalSeconds) - (Length / 2));
            return new(line.Utterance, Math.Round(from, 2), Math.Round(from + Length, 2));
        }

        return null;
    }

    /// <summary>Where the citizen began to say it all.</summary>
    internal static Evidence? OfAll(IEnumerable<TranscriptSegment> lines) =>
        lines.FirstOrDefault(CallText.IsCertain) is { } first ? new(first.Utterance, Math.Round(first.Start.TotalSeconds, 2), Math.Round(first.Start.TotalSeconds + Length, 2)) : null;
}
