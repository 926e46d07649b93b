using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Recordings;

namespace Hotline.Telephony.Speech;

/// <summary>Somebody the citizen heard, and when, on the recording's time line.</summary>
/// <param name="To">Null: to the end.</param>
internal sealed record HeardParty(Party Party, TimeSpan From, TimeSpan? To)
{
    internal bool Covers(TimeSpan at) => From <= at && (To is null || at < To);

    /// <summary>强插: when a supervisor was heard too.</summary>
    internal static IEnumerable<HeardParty> Supervisors(IEnumerable<CallEvent> events, DateTimeOffset answered)
    {
        var since = new Dictionary<AgentId, DateTimeOffset>();
        foreach (var happened in events)
        {
            if (happened is CallEvent.Supervised { Mode: SupervisionMode.Barge } barged) since.TryAdd(barged.Supervisor, barged.At);
            else if (Quiet(happened) is { } supervisor && since.Remove(supervisor, out var from)) yield return new(Party.Supervisor, from - answered, happened.At - answered);
        }

        foreach (var from in since.Values) yield return new(Party.Supervisor, from - answered, null);
    }

    // one who took over is the agent now
    private static AgentId? Quiet(CallEvent happened) => happened switch
    {
        CallEvent.Supervised e => e.Supervisor,
        CallEvent.SupervisionEnded e => e.Supervisor,
        CallEvent.TakenOver e => e.Supervisor,
        _ => null,
    };
}

/// <summary>
/// What was said on a recorded call: the citizen on the left, on the right whoever the citizen heard. Who that was the call's
/// participants tell; what sounded while nobody was there (greeting, music, announcements) is not written down, nor what sounded while a supervisor was heard.
/// </summary>
internal sealed class RecordedTalk(SpeechOptions options, Recognitions recognitions)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(0.5);

    private readonly RecordedChannel _citizen = new(options, recognitions);
    private readonly RecordedChannel _others = new(options, recognitions);

    internal bool IsComplete => _citizen.IsComplete && _others.IsComplete;

    /// <summary>Reads the whole recording, a second at a time.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was changed, or its key is missing.</exception>
    internal async Task ReadAsync(SealedWavStream wav, IReadOnlyList<HeardParty> parties, CancellationToken ct)
    {
        var ours = parties.Where(p => p.Party != Party.Supervisor).ToList();
        if (ours.Count == 0) return; // nobody ever listened
        var first = ours.Min(p => p.From) - Slack;
        var frame = new byte[AudioTap.FrameSamples * StereoWav.BytesPerSample];
        var samples = new short[AudioTap.FrameSamples];
        wav.Position = StereoWav.HeaderLength;
        for (var at = 0L; await wav.ReadAtLeastAsync(frame, frame.Length, throwOnEndOfStream: false, ct) == frame.Length; at += AudioTap.FrameSamples)
        {
            var time = TimeSpan.FromMicroseconds(at * 125);
            if (time < first) continue;
            await _citizen.ReadAsync(Channel(frame, 0, samples), at, ct);
            var mayBeWritten = ours.Any(p => p.Covers(time) || p.Covers(time + Slack)) && !parties.Any(p => p.Party == Party.Supervisor && p.Covers(time));
            if (mayBeWritten) await _others.ReadAsync(Channel(frame, 1, samples), at, ct);
        }

        await _citizen.EndAsync(ct);
        await _others.EndAsync(ct);
    }

    /// <summary>Everything heard, with its speaker; each speaker's utterances count on.</summary>
    internal IEnumerable<(Party Speaker, RecordedWords Words)> Words(IReadOnlyList<HeardParty> parties)
    {
        foreach (var words in _citizen.Words) yield return (Party.Citizen, words);
        foreach (var words in _others.Words) yield return (Speaker(words, parties), words);
    }

    /// <summary>While several were there one cannot tell them apart: the first of them is our agent, where one is.</summary>
    private static Party Speaker(RecordedWords words, IReadOnlyList<HeardParty> parties)
    {
        var there = parties.Where(p => p.Party != Party.Supervisor && p.Covers((words.Start + words.End) / 2)).Select(p => p.Party).ToList();
        return there.Count == 0 ? parties.Where(p => p.Party != Party.Supervisor).MinBy(p => (p.From - words.Start).Duration())!.Party : there.Contains(Party.Agent) ? Party.Agent : there[0];
    }

    private static ReadOnlyMemory<short> Channel(byte[] stereo, int channel, short[] samples)
    {
        for (var i = 0; i < samples.Length; i++) samples[i] = G711.Decode(stereo[(2 * i) + channel], AudioCodec.Pcma);
        return samples;
    }
}
