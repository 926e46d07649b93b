namespace Hotline.Telephony.Media;

/// <summary>
/// One party's audio, both ways (话路). Public members may be called from any thread; they post to the media thread.
/// </summary>
public abstract class MediaLeg
{
    private PromptPlayer _player;
    private readonly QualityLog _quality = new();
    private readonly long _silenceTicks;
    private AudioTap? _tap;
    private volatile bool _held;
    private VoiceOnset? _voice;
    private bool _silentRaised;
    private int _expected;

    private protected MediaLeg(MediaEngine engine)
    {
        Engine = engine;
        _silenceTicks = engine.Options.SilenceTimeout.Ticks / MediaEngine.TickLength.Ticks;
    }

    /// <summary>Called on the media thread; must only post.</summary>
    public Action<MediaLegEvent>? Events { get; set; }

    /// <summary>保持: the peer's audio goes nowhere, it hears its prompt or nothing, and its silence is no alarm.</summary>
    public bool Held
    {
        get => _held;
        set => _held = value;
    }

    /// <summary>Gets a copy of what the peer says while the leg is in a conversation; may be set and taken away at any time.</summary>
    public AudioTap? Tap
    {
        get => Volatile.Read(ref _tap);
        set => Volatile.Write(ref _tap, value);
    }

    public LegStatistics Statistics => new(
        Reception.Received, PacketsOut, Reception.Lost, Jitter.Late, Jitter.Duplicates, Jitter.Concealed,
        Samples(Reception.Jitter), Samples(Jitter.Delay), Reports?.RemoteLost ?? 0, Reports?.RemoteJitter ?? TimeSpan.Zero, RoundTrip) { Samples = _quality.Read() };

    internal MediaEngine Engine { get; }
    internal Conversation? Conversation { get; set; }

    /// <summary>Its ports are given back, and may be another's already: whatever comes too late is not done.</summary>
    internal bool IsClosed { get; private set; }
    internal JitterBuffer Jitter { get; } = new();
    internal RtpReception Reception { get; } = new();
    internal long PacketsOut { get; private protected set; }
    internal TimeSpan? RoundTrip => Reports?.RoundTrip;

    /// <summary>Share of our packets that the peer says it lost; null before it has said.</summary>
    internal double? RemoteLoss => Reports is { Reported: true } reports ? reports.RemoteLost : null;

    /// <summary>The law of <see cref="Heard"/> and <see cref="Spoken"/>.</summary>
    internal AudioCodec Codec { get; private protected set; } = AudioCodec.Pcma;

    /// <summary>This tick's 20 ms from the peer.</summary>
    internal byte[] Heard { get; } = new byte[JitterBuffer.Frame];

    /// <summary>This tick's 20 ms to the peer.</summary>
    internal Span<byte> Spoken => Packet.AsSpan(RtpPacket.HeaderLength);

    /// <summary>Room for a header, then <see cref="Spoken"/>: what is said lies where it is sent from.</summary>
    private protected byte[] Packet { get; } = new byte[RtpPacket.HeaderLength + JitterBuffer.Frame];
    private protected virtual RtcpSession? Reports => null;

    /// <summary>The tick when a packet of the peer came last, or when we began to expect one.</summary>
    private protected long LastHeard { get; set; }

    /// <summary>The peer hears the prompt instead of its conversation until it ends. A prompt that plays already is replaced.</summary>
    /// <param name="tag">Comes back in <see cref="MediaLegEvent.PlayFinished"/>; a loop never finishes.</param>
    public void Play(Prompt prompt, bool loop = false, object? tag = null) => Engine.Post(() => _player.Start(prompt, loop, tag));

    /// <summary>From now on the peer's first words raise one <see cref="MediaLegEvent.Voice"/>.</summary>
    public void WatchVoice()
    {
        var voice = new VoiceOnset();
        Engine.Post(() => _voice = voice);
    }

    public void StopPlaying() => Engine.Post(() => _player.Stop());

    /// <summary>Says BYE, leaves the conversation and gives the ports back.</summary>
    public void Close() => Engine.Post(CloseNow);

    internal void CloseNow()
    {
        if (IsClosed) return;
        IsClosed = true;
        Conversation?.LeaveNow(this);
        Engine.Remove(this);
        Tap?.Complete();
        Release();
    }

    /// <summary>The leg itself is in the cache: what it holds follows.</summary>
    internal virtual void Warm()
    {
        Prefetch.Object(Jitter, 128);
        Prefetch.Object(Reception, 128);
        Prefetch.Frame(Heard, 0, JitterBuffer.Frame);
        Prefetch.Frame(Packet, 0, RtpPacket.HeaderLength + JitterBuffer.Frame);
    }

    /// <summary>First half of the tick: what the peer said.</summary>
    internal void Hear()
    {
        Receive();
        Jitter.Pull(Heard);
        if (Held) Heard.AsSpan().Fill(G711.Silence(Codec));
        if (!Held && Listening && Jitter.Started && ++_expected == QualityLog.TicksBetweenCounts) Judge();
        if (_voice?.Hears(Heard, Codec) == true)
        {
            _voice = null;
            Raise(new MediaLegEvent.Voice());
        }

        WatchSilence();
    }

    /// <summary>Second half: what the peer hears. A conversation has filled <see cref="Spoken"/> before.</summary>
    internal void Speak()
    {
        if (_player.Playing)
        {
            if (_player.Next(Spoken, Codec)) Raise(new MediaLegEvent.PlayFinished(_player.Tag));
        }
        else if (Conversation is null || Held) Spoken.Fill(G711.Silence(Codec));

        Send();
    }

    private protected abstract void Receive();
    private protected abstract void Send();
    private protected abstract void Release();

    /// <summary>A packet may be expected now.</summary>
    private protected abstract bool Listening { get; }

    private protected void Raise(MediaLegEvent happened) => Engine.Guard(() => Events?.Invoke(happened));

    private void Judge()
    {
        _quality.Count(this, _expected);
        _expected = 0;
    }

    private void WatchSilence()
    {
        if (Held || !Listening) LastHeard = Engine.Now;
        var since = Engine.Now - LastHeard;
        if (since < _silenceTicks) _silentRaised = false;
        else if (!_silentRaised)
        {
            _silentRaised = true;
            Raise(new MediaLegEvent.Silent(since * MediaEngine.TickLength));
        }
    }

    internal static TimeSpan Samples(long samples) => TimeSpan.FromTicks(samples * (TimeSpan.TicksPerSecond / 8000));
}
