using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Police;

/// <summary>What was said on a call in the last minutes; written by the transcriber's threads, read by the call.</summary>
internal sealed class RecentWords
{
    private const int Most = 200;

    private readonly Lock _owner = new();
    private readonly Queue<TranscriptSegment> _segments = new();

    internal void Add(TranscriptSegment segment)
    {
        lock (_owner)
        {
            _segments.Enqueue(segment);
            if (_segments.Count > Most) _segments.Dequeue();
        }
    }

    /// <summary>What ended after this moment of the call's time line, by time.</summary>
    internal List<TranscriptSegment> Since(TimeSpan moment)
    {
        lock (_owner) return [.. _segments.Where(s => s.End > moment).OrderBy(s => s.Start)];
    }
}
