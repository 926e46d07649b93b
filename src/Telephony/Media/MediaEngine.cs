using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hotline.Telephony.Recordings;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Media;

/// <summary>
/// 媒体引擎: one thread that owns every leg and conversation. Each 20 ms it takes what arrived, mixes, sends and records.
/// It never waits, allocates or touches a disk; orders come in through a queue, events go out as posts.
/// </summary>
public sealed partial class MediaEngine : IAsyncDisposable
{
    /// <summary>The media clock's step (RFC 3551 section 4.2).</summary>
    public static readonly TimeSpan TickLength = TimeSpan.FromMilliseconds(20);

    private const int TicksBetweenCounts = 10;
    private const int ConversationBytes = 128;

    private readonly ConcurrentQueue<Action> _orders = new();
    private readonly List<MediaLeg> _legs = [];
    private readonly List<MediaLeg> _alone = [];
    private readonly List<Conversation> _conversations = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger<MediaEngine> _log;
    private readonly RecordingWriter _writer;
    private Thread? _thread;
    private volatile bool _stopping;
    private bool _disposed;
    private bool _realTime;
    private long _lostBefore;
    private long _lateBefore;
    private long _lost;
    private long _late;
    private long _worstOverrun;
    private long _work;
    private long _ticks;

    public MediaEngine(MediaOptions options, TimeProvider clock, ILogger<MediaEngine> log)
    {
        if (!IPAddress.TryParse(options.Address, out var address)) throw new ArgumentException($"Address \"{options.Address}\" is not an IP address.", nameof(options));
        var six = address;
        if (options.Address6.Length > 0 && (!IPAddress.TryParse(options.Address6, out six) || six.AddressFamily != AddressFamily.InterNetworkV6))
            throw new ArgumentException($"Address6 \"{options.Address6}\" is not an IPv6 address.", nameof(options));
        if (options.FirstPort < 1 || options.LastPort > ushort.MaxValue || options.LastPort <= options.FirstPort)
            throw new ArgumentException($"FirstPort {options.FirstPort} and LastPort {options.LastPort} are no range of ports.", nameof(options));
        (Options, Clock, _log) = (options, clock, log);
        Ports = new PortPool(address, options.FirstPort, options.LastPort, options.PortQuarantine, clock);
        Ports6 = six.Equals(address) ? Ports : new PortPool(six, options.FirstPort, options.LastPort, options.PortQuarantine, clock);
        _writer = new RecordingWriter(log);
        _writer.Start();
    }

    internal MediaOptions Options { get; }
    internal TimeProvider Clock { get; }
    internal PortPool Ports { get; }

    /// <summary>For peers with IPv6: the same where we have one address only.</summary>
    internal PortPool Ports6 { get; }
    internal DatagramIo Datagrams { get; init; } = DatagramIo.Create();
    internal byte[] Cname { get; } = [.. RandomNumberGenerator.GetHexString(16, lowercase: true).Select(c => (byte)c)];
    internal long PacketsIn { get; set; }
    internal long PacketsOut { get; set; }
    internal long RtcpIn { get; set; }
    internal long RtcpOut { get; set; }

    /// <summary>Ticks since the start: the media clock.</summary>
    internal long Now => Volatile.Read(ref _ticks);

    /// <summary>The wall clock of this tick, as RTCP writes it.</summary>
    internal ulong NtpNow { get; private set; }

    public MediaCounters Counters => new(
        Now, Clock.GetElapsedTime(0, _worstOverrun), Clock.GetElapsedTime(0, _work), _legs.Count, _conversations.Count,
        PacketsIn, PacketsOut, _lost, _late, RtcpIn, RtcpOut,
        _realTime, _writer.Overflows);

    /// <summary>Starts the media thread.</summary>
    public void Start()
    {
        if (_thread is not null) throw new InvalidOperationException("The media engine runs already.");
        _thread = new Thread(Run) { Name = "media", IsBackground = true, Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <param name="encryption">Of this trunk or line; null is <see cref="MediaOptions.Encryption"/>.</param>
    /// <param name="peer">The peer's address, where its offer has told it: the leg listens on an address of that family.</param>
    /// <param name="codecs">Of this trunk, best first; none are the usual.</param>
    /// <exception cref="PortsExhaustedException"/>
    public RtpLeg OpenRtpLeg(MediaEncryption? encryption = null, IPAddress? peer = null, IReadOnlyList<AudioCodec>? codecs = null) =>
        Open(new RtpLeg(this, peer?.AddressFamily == AddressFamily.InterNetworkV6 ? Ports6 : Ports, encryption ?? Options.Encryption, codecs is { Count: > 0 } ? codecs : LocalAudio.Usual));

    public BrowserLeg OpenBrowserLeg() => Open(new BrowserLeg(this));

    /// <summary>Opens the conversation of a call that was just answered: its time line, on which taps and the recording agree, begins at the next tick.</summary>
    public Conversation OpenConversation(CallId call)
    {
        var conversation = new Conversation(this, _writer, call);
        Post(() => _conversations.Add(conversation));
        return conversation;
    }

    internal T Open<T>(T leg)
        where T : MediaLeg
    {
        Post(() =>
        {
            _legs.Add(leg);
            Alone(leg);
        });
        return leg;
    }

    internal void Post(Action order) => _orders.Enqueue(order);

    internal void Remove(Conversation conversation) => _conversations.Remove(conversation);

    /// <summary>The leg is in no conversation, whose tick would be its own.</summary>
    internal void Alone(MediaLeg leg) => _alone.Add(leg);

    internal void Together(MediaLeg leg) => _alone.Remove(leg);

    internal void Remove(MediaLeg leg)
    {
        _alone.Remove(leg);
        if (!_legs.Remove(leg)) return;
        _lostBefore += leg.Reception.Lost;
        _lateBefore += leg.Jitter.Late;
    }

    private void Run()
    {
        _realTime = RealTimeThread.TryPromote(Options.RealTimePriority);
        if (!_realTime) NoRealTime(_log);
        var step = Clock.TimestampFrequency / 50;
        var due = Clock.GetTimestamp();
        while (!_stopping)
        {
            var now = Clock.GetTimestamp();
            if (now < due) Thread.Sleep(Clock.GetElapsedTime(now, due));
            now = Clock.GetTimestamp();
            _worstOverrun = Math.Max(_worstOverrun, now - due);
            Tick();
            _work += Clock.GetTimestamp() - now;
            due += step;
        }

        _stopped.SetResult();
    }

    /// <summary>20 ms of every call. Apart from the loop, so that a test can be the clock.</summary>
    internal void Tick()
    {
        NtpNow = Rtcp.Ntp(Clock.GetUtcNow());
        while (_orders.TryDequeue(out var order)) Guard(order);
        // call by call, so that what is heard is still in the processor's cache, and the kernel's side of the sockets too, when it is said
        TickConversations();
        foreach (var leg in _alone)
        {
            leg.Hear();
            leg.Speak();
        }

        if (_ticks % TicksBetweenCounts == 0) Count();
        Volatile.Write(ref _ticks, _ticks + 1);
    }

    private void TickConversations()
    {
        var all = CollectionsMarshal.AsSpan(_conversations);
        for (var i = 0; i < all.Length; i++)
        {
            if (i + 3 < all.Length) Prefetch.Object(all[i + 3], ConversationBytes);
            if (i + 2 < all.Length) all[i + 2].WarmLegs();
            if (i + 1 < all.Length) all[i + 1].WarmAudio();
            all[i].Tick();
        }
    }

    private void Count()
    {
        var (lost, late) = (_lostBefore, _lateBefore);
        foreach (var leg in _legs)
        {
            lost += leg.Reception.Lost;
            late += leg.Jitter.Late;
        }

        (_lost, _late) = (lost, late);
    }

    /// <summary>What one order or listener throws is logged and stays its own.</summary>
    internal void Guard(Action order)
    {
        try { order(); }
        catch (Exception e) { OrderFailed(_log, e); }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        (_disposed, _stopping) = (true, true);
        if (_thread is not null) await _stopped.Task;
        Tick();
        foreach (var conversation in _conversations.ToArray()) conversation.EndNow();
        foreach (var leg in _legs.ToArray()) leg.CloseNow();
        await _writer.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The media thread has no real-time priority: under load the audio will stutter. Allow it with LimitRTPRIO=10 (systemd) or CAP_SYS_NICE.")]
    private static partial void NoRealTime(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "An order to the media thread failed.")]
    private static partial void OrderFailed(ILogger log, Exception e);
}
