using Hotline.Telephony;
using Hotline.Telephony.Speech;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>What was said on a call so far (转写), both sides in the order of speech: a later text of an utterance replaces the earlier.</summary>
internal sealed class CallText
{
    /// <summary>Below it a text is shown but nothing is concluded from it.</summary>
    internal const double Certain = 0.9;

    private readonly Dictionary<(Party, int), TranscriptSegment> _said = [];

    internal IEnumerable<TranscriptSegment> Lines => _said.Values.OrderBy(s => s.Start).ThenBy(s => s.Speaker);

    /// <summary>The citizen's finished sentences that can be relied on.</summary>
    internal string CitizenSaid => string.Join("。", Lines.Where(IsCertain).Select(s => s.Text.TrimEnd('。', '，', ' ')));

    /// <summary>A finished sentence of the citizen that can be relied on.</summary>
    internal static bool IsCertain(TranscriptSegment s) => s is { Speaker: Party.Citizen, IsFinal: true, Confidence: >= Certain };

    internal void Hear(TranscriptSegment segment)
    {
        var key = (segment.Speaker, segment.Utterance);
        if (_said.TryGetValue(key, out var known) && known.IsFinal && !segment.IsFinal) return; // a partial text that came late
        if (segment is { IsFinal: true, Text.Length: 0 }) _said.Remove(key);
        else _said[key] = segment;
    }

    internal void Clear() => _said.Clear();
}
