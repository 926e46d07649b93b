using Hotline.Telephony.Police;
using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Calls;

/// <summary>What one call leaves behind: each event to whoever watches and to the log, and the record as it stands.</summary>
internal sealed class CallPaper(CallId id, CallServices services)
{
    private CallRecord? _written;
    private int _version;
    private volatile bool _wordless;
    private DateTimeOffset? _endedAt;

    internal string? EndReason { get; set; }

    /// <summary>Who served it last.</summary>
    internal AgentId? Served { get; set; }

    /// <summary>Null until the recording begins.</summary>
    internal RecordedFile? Recording { get; set; }

    /// <summary>For whoever is called to the call and must know what it is about.</summary>
    internal RecentWords Words { get; } = new();

    internal void Write(CallEvent what, CallSnapshot now)
    {
        services.Publish(what);
        services.Log.Write(what);
        if (now.State is CallState.Talking) Served = now.Agent ?? Served;
        if (what is CallEvent.Ended) _endedAt = what.At;

        var record = new CallRecord(
            now.Id, now.Caller, now.Called, now.ArrivedAt, now.AnsweredAt, now.TalkingSince, _endedAt, Served, EndReason, now.Digits, now.Police, Recording)
        {
            Direction = now.Direction, Flags = string.Join(',', now.Flags), HandedFrom = now.HandedFrom?.Call, HandedTo = now.HandedTo?.Call,
        };
        if (record == _written) return;
        services.Log.Write(_written = record, ++_version);
    }

    /// <summary>What was written down of this call goes, and what is still being recognised is dropped.</summary>
    internal void ForgetWords()
    {
        _wordless = true;
        services.Log.WriteForgotten(id);
    }

    /// <param name="ended">Why their part is over; null while it is not.</param>
    internal void TookPart(CallId call, Companion who, string? ended) => services.Log.Write(new LogEntry.TookPart(
        call, who.Id, who.Party, who.Name, who.Agent, who.CalledAt, who.JoinedAt, ended is null ? null : services.Now, ended));

    /// <summary>Text comes from worker threads, and may come after the end.</summary>
    internal void Heard(TranscriptSegment segment)
    {
        if (_wordless) return;
        services.Publish(new CallEvent.Heard(segment.Call, services.Now, segment));
        if (!segment.IsFinal || segment.Text.Length == 0) return;
        Words.Add(segment);
        services.Log.Write(segment);
    }

    /// <summary>Heard by the engine, shown to nobody.</summary>
    internal void Dropped(DroppedText text)
    {
        if (!_wordless) services.Log.Write(new LogEntry.Unsaid(text));
    }

    /// <summary>Everything said is written down, or must not be.</summary>
    internal void Transcribed() => services.Log.Write(new LogEntry.Transcribed(id, services.Now));
}
