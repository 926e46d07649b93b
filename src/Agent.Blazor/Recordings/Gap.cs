using Hotline.Telephony.Calls;

namespace Hotline.Agent.Blazor.Recordings;

/// <summary>A part of a recording that was not kept (录音暂停).</summary>
/// <param name="From">Since the recording began.</param>
/// <param name="To">Null until its end.</param>
public sealed record Gap(TimeSpan From, TimeSpan? To, string Reason)
{
    internal static IReadOnlyList<Gap> Of(IReadOnlyList<CallEvent> events)
    {
        if (events.OfType<CallEvent.Answered>().FirstOrDefault() is not { At: var began }) return [];
        List<Gap> gaps = [];
        foreach (var e in events)
        {
            if (e is CallEvent.RecordingPaused p) gaps.Add(new(p.At - began, null, p.Reason));
            if (e is CallEvent.RecordingResumed && gaps.Count > 0) gaps[^1] = gaps[^1] with { To = e.At - began };
        }

        return gaps;
    }
}
