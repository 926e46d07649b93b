using System.Collections.Concurrent;
using System.Net;
using Hotline.Telephony.Media;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Recordings;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Calls;

/// <summary>总机: every live call of this host, from the SIP port to the agents.</summary>
public sealed partial class Switchboard : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<CallId, CallActor> _calls = new();
    private readonly Broadcast<CallEvent> _events = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TelephonyOptions _options;
    private readonly LineDirectory _lines;
    private readonly CallServices _services;
    private readonly ILogger<Switchboard> _log;
    private readonly TimeProvider _clock;
    private Task _sweeping = Task.CompletedTask;
    private long _ticks;
    private bool _mediaAlive;
    private bool _listening;

    /// <param name="lines">Which line a number is; the numbers of the options where none is given.</param>
    /// <param name="notice">How packets go to partner lines; as the options say where none is given.</param>
    public Switchboard(
        TelephonyOptions options, AgentSeats seats, CallLog calls, LiveTranscriber transcriber, TimeProvider clock, ILoggerFactory logs, LineDirectory? lines = null, Police.IPartnerNotice? notice = null)
    {
        (_options, _lines, _clock, _log) = (options, lines ?? LineDirectory.Of(options), clock, logs.CreateLogger<Switchboard>());
        var sip = new SipStack(SipSettings.Of(options, clock, _log), clock, logs.CreateLogger<SipStack>())
        {
            IncomingCall = Receive,
        };
        var engine = new MediaEngine(
            new() { Address = options.Address, FirstPort = options.FirstRtpPort, LastPort = options.LastRtpPort, SilenceTimeout = options.SilenceTimeout, Encryption = options.Encryption },
            clock, logs.CreateLogger<MediaEngine>());
        Recordings = new(options.Recordings, RecordingKeys.Load(options.RecordingKeyFile), _log);
        _services = new(
            options, sip, engine, new(options.Prompts, clock, _log), new(seats, options.OfferTimeout, clock, options.Queues), seats, new(engine, PhoneOf, AudioLost), transcriber, calls,
            clock, _events.Publish, Recordings) { IsWorkday = _lines.IsWorkday, PartnerNotice = notice ?? Police.IPartnerNotice.Of(options) };
        if (HasRoute) _services.Callbacks.Dialler = CallbackTold;
        seats.Stepped = _services.Log.Write;
        _expected = new(clock);
    }

    /// <summary>Calls that are not over, oldest first.</summary>
    public IReadOnlyList<CallSnapshot> Live => [.. Snapshots.OrderBy(c => c.ArrivedAt)];

    /// <summary>Where citizens' calls arrive.</summary>
    public IPEndPoint SipEndPoint => _services.Sip.LocalEndPoint;

    internal RecordingStore Recordings { get; }

    internal NumberSeal Numbers => _services.Log.Numbers;

    /// <summary>Callers who wait and ring at no agent (排队人数).</summary>
    public int Waiting => _services.Queue.Waiting;

    /// <summary>Agents' SIP phones that are registered now.</summary>
    public Sip.Registration.Registrar Registrar => _services.Sip.Registrar;

    /// <summary>How the trunks do.</summary>
    public IReadOnlyList<Sip.Trunks.TrunkStatus> Trunks => _services.Sip.Trunks;

    /// <summary>黑名单: true refuses a call from that number with 603. Called on the signalling loop: it must be quick.</summary>
    public Func<string, bool>? IsBlacklisted
    {
        get => _services.Sip.IsBlacklisted;
        set => _services.Sip.IsBlacklisted = value;
    }

    public SipCounters SipCounters => _services.Sip.Counters;

    public MediaCounters MediaCounters => _services.Engine.Counters;

    public TelephonyHealth Health => new(_listening, _mediaAlive, MediaCounters.RealTime, _services.Log.Healthy);

    private IEnumerable<CallSnapshot> Snapshots => _calls.Values.Select(c => c.Snapshot).Where(c => c.State != CallState.Ended);

    /// <summary>Null when the call is over, or never was.</summary>
    public CallSnapshot? Find(CallId id) => _calls.TryGetValue(id, out var call) && call.Snapshot is { State: not CallState.Ended } now ? now : null;

    /// <summary>Every event of every call from now on, in order for each call, on one thread of the pool: a slow sink delays the others.</summary>
    public IDisposable Subscribe(Action<CallEvent> sink) => _events.Subscribe(sink);

    /// <summary>应答: false when the call does not ring at this agent (any more).</summary>
    public async Task<bool> AnswerAsync(CallId call, AgentId agent) =>
        await AskAsync(call, c => c.AnsweredBy(agent), tooLate: false) || AnswerCallback(call, agent);

    /// <summary>拒接: the call goes to the next agent, this one is 示忙.</summary>
    public Task DeclineAsync(CallId call, AgentId agent)
    {
        if (!OffersCallback(call, agent)) return AskAsync(call, c => c.DeclinedBy(agent), tooLate: false);
        _services.Queue.Decline(call, agent);
        return Task.CompletedTask;
    }

    /// <summary>The agent's side hangs up. While somebody else is on the line or being called only the agent leaves, and the citizen stays.</summary>
    /// <param name="reason">Stands in the call's record: no personal data.</param>
    public Task HangUpAsync(CallId call, string reason)
    {
        Tell(call, c => c.HangUp(reason));
        return Task.CompletedTask;
    }

    /// <summary>一键转接 110: true when 110 is being called; how it ends comes as PoliceJoined or PoliceFailed.</summary>
    public Task<bool> TransferToPoliceAsync(CallId call, AgentId agent) => AskAsync(call, c => c.CallPolice(agent), tooLate: false);

    /// <summary>The agent's audio leg; run the browser's WebSocket on it. Without audio an agent may answer and speaks once it is connected.</summary>
    public BrowserLeg ConnectAudio(AgentId agent) => _services.Audio.Of(agent);

    internal void CloseAudio(AgentId agent) => _services.Audio.Close(agent);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _services.Prompts.LoadAll();
        await CrashRecovery.RunAsync(Recordings, _services.Log, cancellationToken);
        _services.Engine.Start();
        await _services.Sip.StartAsync(cancellationToken);
        _listening = true;
        _sweeping = SweepAsync(_stopping.Token);
        Listening(_services.Sip.LocalEndPoint);
    }

    /// <summary>BYE to everybody, recordings finished, records written.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        _listening = false;
        await _sweeping;
        foreach (var actor in _calls.Values) actor.Post(() => actor.End("host stopped"));
        await Task.WhenAll(_calls.Values.Select(c => c.Life)).WaitAsync(cancellationToken);
        await _services.Sip.StopAsync(cancellationToken);
        await _services.Engine.DisposeAsync();
        _services.Log.WriteSeatsOff(crashed: false);
        await _services.Log.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _events.Dispose();
        _stopping.Dispose();
    }

    /// <summary>A new INVITE; on the signalling loop.</summary>
    private Action<SipCallEvent> Receive(SipCall sip)
    {
        var id = CallId.New();
        var handed = sip.HandOver is { } token ? _expected.Take(token) : null;
        if (sip.HandOver is not null && handed is null) return Refuse(id, sip, 403, "not expected from another node");
        id = handed?.Call ?? id;
        if (LineOf(sip.CalledNumber) is not { } line) return Refuse(id, sip, 404, "number not served");
        if (handed is null && IsRefused(sip.CallerNumber)) return Refuse(id, sip, 603, Blocking.Blacklist.TurnedAway);
        try
        {
            var trunk = _services.Sip.TrunkOf(sip);
            var actor = new CallActor(id, sip, _services.Engine.OpenRtpLeg(trunk?.Encryption, sip.RemoteOffer?.AudioAddress, trunk?.Codecs), line, _services, _log, handed);
            _calls[id] = actor;
            actor.Start(ended: () => _calls.TryRemove(id, out _));
            return actor.Tell;
        }
        catch (PortsExhaustedException e)
        {
            OutOfPorts(e.Message);
            return Refuse(id, sip, 503, "no RTP port is free");
        }
    }

    /// <summary>A directory that fails must not cost a call: the numbers of the options still hold.</summary>
    private TelephonyOptions.Line? LineOf(string number)
    {
        try
        {
            return _lines.Find(number);
        }
        catch (Exception e)
        {
            DirectoryFailed(e);
            return LineDirectory.Of(_options).Find(number);
        }
    }

    private Action<SipCallEvent> Refuse(CallId id, SipCall sip, int status, string reason)
    {
        sip.Reject(status, status == 503 ? "5" : null);
        var now = _clock.GetUtcNow();
        var paper = new CallPaper(id, _services);
        var call = new CallSnapshot(id, sip.CallerNumber, sip.CalledNumber, CallState.Ended, now);
        paper.Write(new CallEvent.Arrived(id, now, call.Caller, call.Called), call);
        paper.EndReason = reason;
        paper.Write(new CallEvent.Ended(id, now, reason), call);
        return _ => { };
    }

    /// <summary>Ends when the call's recording and text are complete.</summary>
    internal Task LifeOf(CallId call) => _calls.TryGetValue(call, out var found) ? found.Life : Task.CompletedTask;

    /// <summary>A question to a live call, answered in its turn.</summary>
    internal Task<T> AskAsync<T>(CallId call, Func<CallActor, T> question, T tooLate) =>
        _calls.TryGetValue(call, out var found) ? found.AskAsync(question, tooLate) : Task.FromResult(tooLate);

    private void Tell(CallId call, Action<CallActor> step)
    {
        if (_calls.TryGetValue(call, out var found)) found.Post(() => step(found));
    }

    private void AudioLost(AgentId agent)
    {
        SupervisorLost(agent);
        if (_services.Seats.Find(agent) is not { } seat) return;
        if (seat is { OnCall: true, Call: { } call }) Tell(call, c => c.AgentLost(agent));
        if (_services.Audio.DeviceOf(agent) == AgentDevice.Browser && (seat.OnCall || seat.State == SeatState.Ready)) _services.Seats.NotReady(agent, "音频断开");
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(SweepEvery, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ct)) Sweep();
        }
        catch (OperationCanceledException)
        {
            // the host stops
        }
    }

    private void Sweep()
    {
        try
        {
            _services.Seats.Sweep();
            _services.Queue.Sweep();
            SweepQueues();
            SweepNeighbours();
            _mediaAlive = MediaCounters.Ticks > Interlocked.Exchange(ref _ticks, MediaCounters.Ticks);
        }
        catch (Exception e)
        {
            SweepFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "SIP listens on {EndPoint}, UDP and TCP")]
    private partial void Listening(IPEndPoint endPoint);

    [LoggerMessage(Level = LogLevel.Error, Message = "A call was refused with 503: {Why}")]
    private partial void OutOfPorts(string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The line of a called number could not be found out; the configured numbers hold")]
    private partial void DirectoryFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "A pass over seats and queue failed")]
    private partial void SweepFailed(Exception e);
}
