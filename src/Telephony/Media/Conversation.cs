using Hotline.Telephony.Recordings;

namespace Hotline.Telephony.Media;

/// <summary>Who hears a party of a conversation.</summary>
public enum Audience
{
    Everybody,
    /// <summary>耳语: agents and supervisors.</summary>
    OurPeople,
    /// <summary>监听, 静音</summary>
    Nobody,
}

/// <summary>
/// 通话: the parties who hear one another, each all the others (RFC 3550 section 7.1, N-1 mix), and their recording. Its time
/// line begins at the first tick after <see cref="MediaEngine.OpenConversation"/>; taps and the recording count from there.
/// </summary>
public sealed class Conversation
{
    private const int LegBytes = 320;

    private readonly MediaEngine _engine;
    private readonly RecordingWriter _writer;
    private readonly List<Member> _members = [];
    private readonly TaskCompletionSource<Recording?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int[] _sum = new int[JitterBuffer.Frame];
    private static readonly byte[] _silence = [.. Enumerable.Repeat(G711.AlawSilence, JitterBuffer.Frame)];
    private readonly short[] _samples = new short[JitterBuffer.Frame];
    private Recorder? _recorder;
    private MediaLeg? _one;
    private MediaLeg? _other;
    private bool _open = true;
    private bool _over;
    private bool _paused;
    private int _recordings;

    internal Conversation(MediaEngine engine, RecordingWriter writer, CallId call) => (_engine, _writer, Call) = (engine, writer, call);

    public CallId Call { get; }

    /// <summary>Samples since the time line began.</summary>
    internal long Position { get; private set; }

    /// <summary>The leg hears all others and is heard by its audience; it leaves another conversation that it may be in. Again: the audience changes.</summary>
    public void Join(MediaLeg leg, Party party, Audience audience = Audience.Everybody) => _engine.Post(() => JoinNow(leg, party, audience));

    public void Leave(MediaLeg leg) => _engine.Post(() => LeaveNow(leg));

    /// <summary>Records to this new file until the end. What was before on the time line is silence, so that positions agree.</summary>
    /// <exception cref="IOException">The file exists, or cannot be made.</exception>
    public void Record(string file) => Record(() => new WavFile(file));

    /// <inheritdoc cref="Record(string)"/>
    internal void Record(Func<AudioFile> file)
    {
        if (Interlocked.Exchange(ref _recordings, 1) == 1) throw new InvalidOperationException("The conversation is being recorded already.");
        try
        {
            var recorder = _writer.Open(file());
            _engine.Post(() => RecordNow(recorder));
        }
        catch
        {
            Volatile.Write(ref _recordings, 0);
            throw;
        }
    }

    /// <summary>录音暂停: until it is taken back, recording and taps get silence; the parties hear each other as before.</summary>
    public void Pause(bool paused) => _engine.Post(() => _paused = paused);

    /// <summary>Everybody leaves, the recording is closed and hashed; null when nothing was recorded. Fails with the disk's error when the file cannot be completed.</summary>
    public Task<Recording?> EndAsync()
    {
        _engine.Post(EndNow);
        return _ended.Task;
    }

    private void JoinNow(MediaLeg leg, Party party, Audience audience)
    {
        if (_over || leg.IsClosed) return;
        leg.Conversation?.LeaveNow(leg);
        leg.Conversation = this;
        _engine.Together(leg);
        _members.Add(new(leg, party, audience));
        Changed();
    }

    internal void LeaveNow(MediaLeg leg)
    {
        if (leg.Conversation != this) return;
        leg.Conversation = null;
        _engine.Alone(leg);
        _members.RemoveAll(member => member.Leg == leg);
        Changed();
    }

    private void Changed()
    {
        _open = _members.TrueForAll(m => m.Audience == Audience.Everybody);
        (_one, _other) = (_members.ElementAtOrDefault(0).Leg, _members.ElementAtOrDefault(1).Leg);
    }

    private void RecordNow(Recorder recorder)
    {
        recorder.Begin(Position);
        if (_over) recorder.End(new TaskCompletionSource<Recording?>());
        else _recorder = recorder;
    }

    internal void EndNow()
    {
        if (_over) return;
        _over = true;
        foreach (var member in _members.ToArray()) LeaveNow(member.Leg);
        _engine.Remove(this);
        if (_recorder is null) _ended.SetResult(null);
        else _recorder.End(_ended);
    }

    /// <summary>Its tick is the next but one: the conversation is in the cache, its legs follow.</summary>
    internal void WarmLegs()
    {
        Prefetch.Object(_one, LegBytes);
        Prefetch.Object(_other, LegBytes);
        Prefetch.Object(_recorder);
    }

    /// <summary>Its tick is the next.</summary>
    internal void WarmAudio()
    {
        _one?.Warm();
        _other?.Warm();
        _recorder?.Warm();
    }

    /// <summary>20 ms of the call: what was said, to whom it goes, and what is kept of it.</summary>
    internal void Tick()
    {
        _one?.Jitter.Warm();
        _other?.Jitter.Warm();
        _recorder?.WarmChunk();
        foreach (var member in _members) member.Leg.Hear();
        Mix();
        foreach (var member in _members) member.Leg.Speak();
        Keep();
    }

    /// <summary>Gives every member what the others said.</summary>
    private void Mix()
    {
        if (!_open) MixByAudience();
        else if (_members.Count == 2)
        {
            Pass(_members[0].Leg, _members[1].Leg);
            Pass(_members[1].Leg, _members[0].Leg);
        }
        else if (_members.Count == 1) _members[0].Leg.Spoken.Fill(G711.Silence(_members[0].Leg.Codec));
        else MixMany();
    }

    private static void Pass(MediaLeg from, MediaLeg to) => G711.Convert(from.Heard, from.Codec, to.Spoken, to.Codec);

    private void MixMany()
    {
        Array.Clear(_sum);
        foreach (var member in _members) Add(member.Leg);
        foreach (var (leg, _, _) in _members)
        {
            G711.Decode(leg.Heard, _samples, leg.Codec);
            for (var i = 0; i < _sum.Length; i++) _samples[i] = (short)Math.Clamp(_sum[i] - _samples[i], short.MinValue, short.MaxValue);
            G711.Encode(_samples, leg.Spoken, leg.Codec);
        }
    }

    /// <summary>Somebody speaks to some only: rare and small, so each hears a sum of its own.</summary>
    private void MixByAudience()
    {
        foreach (var listener in _members)
        {
            Array.Clear(_sum);
            foreach (var speaker in _members)
            {
                if (speaker.Leg != listener.Leg && speaker.IsHeardBy(listener.Party)) Add(speaker.Leg);
            }

            for (var i = 0; i < _sum.Length; i++) _samples[i] = (short)Math.Clamp(_sum[i], short.MinValue, short.MaxValue);
            G711.Encode(_samples, listener.Leg.Spoken, listener.Leg.Codec);
        }
    }

    private void Add(MediaLeg leg)
    {
        G711.Decode(leg.Heard, _samples, leg.Codec);
        for (var i = 0; i < _sum.Length; i++) _sum[i] += _samples[i];
    }

    private readonly record struct Member(MediaLeg Leg, Party Party, Audience Audience)
    {
        internal bool IsHeardBy(Party party) => Audience switch
        {
            Audience.Everybody => true,
            Audience.OurPeople => party is Party.Agent or Party.Supervisor,
            _ => false,
        };
    }

    /// <summary>The recording and the taps.</summary>
    private void Keep()
    {
        MediaLeg? citizen = null;
        foreach (var (leg, party, _) in _members)
        {
            if (party == Party.Citizen) citizen ??= leg;
            if (leg.Tap is not { } tap) continue;
            tap.Write(_paused ? _silence : leg.Heard, _paused ? AudioCodec.Pcma : leg.Codec, Position);
        }

        _recorder?.Write(_paused ? null : citizen);
        Position += JitterBuffer.Frame;
    }
}
