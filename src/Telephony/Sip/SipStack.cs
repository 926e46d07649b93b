using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Sip.Dialogs;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Registration;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Sip.Tracing;
using Hotline.Telephony.Sip.Transactions;
using Hotline.Telephony.Sip.Transport;
using Hotline.Telephony.Sip.Trunks;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Sip;

/// <summary>
/// A SIP user agent on one UDP and TCP port (RFC 3261). Receive loops parse; one signalling loop owns transactions and dialogs.
/// </summary>
public sealed partial class SipStack : IAsyncDisposable
{
    private readonly SipStackOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<SipStack> _log;
    private readonly SignallingLoop _loop;
    private readonly UserAgent _agent;
    private readonly Admission _admission;
    private readonly RequestRouter _router;
    private readonly PhoneDesk _phones;
    private readonly TrunkDesk _trunks;
    private SipTransport? _transport;

    public SipStack(SipStackOptions options, TimeProvider clock, ILogger<SipStack> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(log);
        foreach (var announced in options.ListenAddresses.Select(a => a.Reached))
        {
            if (announced.Equals(IPAddress.Any) || announced.Equals(IPAddress.IPv6Any))
                throw new ArgumentException($"{nameof(options.AnnouncedAddress)} is missing: {announced} cannot stand in Contact; set the address that peers reach.", nameof(options));
        }

        (_options, _clock, _log) = (options, clock, log);
        LocalEndPoint = new(options.ListenAddresses.First().Reached, options.Port);
        _loop = new(clock, log);
        Trace = new(options.TracedMessages, clock);
        _agent = new(options, _loop, log, Trace);
        _admission = new(options, clock);
        Registrar = new(clock);
        _phones = new(_agent, Registrar, options.Phones, clock);
        _trunks = new(_agent, options.Trunks, new(options.NameServers, clock), [.. options.ListenAddresses.Select(a => a.Bind.AddressFamily)], log);
        _router = new(_agent, _admission, _phones, _trunks, options, Incoming, token => IsExpected?.Invoke(token) == true);
    }

    internal SipTrace Trace { get; }

    /// <summary>排空: new calls are answered 503 and OPTIONS too, so that whoever spreads calls over nodes passes us by; live calls go on.</summary>
    public bool IsDraining
    {
        get => _router.IsDraining;
        set => _router.IsDraining = value;
    }

    /// <summary>Agents' phones that are registered now.</summary>
    public Registrar Registrar { get; }

    /// <summary>How the trunks do, in the order of the options.</summary>
    public IReadOnlyList<TrunkStatus> Trunks => _trunks.Statuses;

    /// <summary>What is set for the trunk of a call; null for none.</summary>
    public TrunkOptions? TrunkOf(SipCall call) => call?.Trunk is { } name ? _trunks.Find(name)?.Options : null;

    /// <summary>黑名单: told the caller's number of each new call; true refuses it with 603. Called on the signalling loop.</summary>
    public Func<string, bool>? IsBlacklisted { get; set; }

    /// <summary>邻台: whether a call with this token is expected here; without it every such call is refused. Called on the signalling loop.</summary>
    public Func<string, bool>? IsExpected { get; set; }

    /// <summary>Called on the signalling loop after the 100 of a new call; returns at once with the sink of the call's events.</summary>
    public Func<SipCall, Action<SipCallEvent>>? IncomingCall { get; set; }

    /// <summary>Where peers reach the stack; the port is the true one once started.</summary>
    public IPEndPoint LocalEndPoint { get; private set; }

    /// <summary>Where TLS reaches the stack once started; null where it does not listen.</summary>
    public IPEndPoint? TlsEndPoint => _transport?.TlsPort is { } port ? new(LocalEndPoint.Address, port) : null;

    public SipCounters Counters => new(
        _router.Received, _agent.Table.Sent, _agent.Table.Retransmissions, _router.Malformed, _admission.Rejected,
        _agent.Sessions.Count, _agent.Table.Count);

    /// <summary>Binds UDP, TCP and TLS.</summary>
    /// <exception cref="InvalidOperationException">The port is taken; the message names it.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        if (_transport is not null) throw new InvalidOperationException("The SIP stack runs already.");
        _transport = await SipTransport.BindAsync(_options, new(Received, Shed, Closed, _admission.GateOf), _clock, _log);
        LocalEndPoint = new(LocalEndPoint.Address, _transport.Port);
        _agent.Transport = _transport;
        _loop.Start();
        _transport.Start();
        await _trunks.StartAsync();
    }

    /// <summary>An outgoing call. Over TCP or TLS where the URI says so (;transport=tcp, ;transport=tls, sips:).</summary>
    /// <param name="correlation">Told to the peer in User-to-User (RFC 7433), so that what is sent beside the call finds it.</param>
    /// <param name="replaces">The call of theirs that this one takes the place of (RFC 3891).</param>
    /// <param name="referredBy">The Referred-By of who sent us there (RFC 3892).</param>
    /// <param name="trunk">Goes out there instead of to the URI's host: its addresses are tried in order until one answers.</param>
    /// <param name="handOver">See <see cref="SipCall.HandOver"/>.</param>
    public SipCall Call(SipUri to, SipUri from, SessionDescription offer, Action<SipCallEvent> events, string? correlation = null,
        Replaces? replaces = null, string? referredBy = null, string? trunk = null, string? handOver = null)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(offer);
        if (to.Scheme is not ("sip" or "sips")) throw new ArgumentException($"'{to}' cannot be called: write it as sip:number@host:port.", nameof(to));
        var transport = _transport ?? throw new InvalidOperationException("The SIP stack is not started.");

        var dialog = new Dialog
        {
            CallId = Identifiers.CallId(), LocalTag = Identifiers.Tag(), LocalUri = from, RemoteUri = to, RemoteTarget = to,
            Peer = transport.Nowhere,
        };
        var line = trunk is null ? null : _trunks.Find(trunk) ?? throw new ArgumentException($"There is no trunk '{trunk}': name one of Telephony:Trunks.", nameof(trunk));
        var session = new OutgoingSession(_agent, dialog, Extra(replaces, referredBy, handOver))
        {
            Sink = line?.Watch(outgoing: true, events) ?? events, Correlation = correlation,
        };
        session.Call = new(session) { CallId = dialog.CallId, From = from, To = to, CalledNumber = to.User, IsOutgoing = true, Correlation = correlation, Trunk = trunk, HandOver = handOver };
        if (line is not null) Dial(session, line, to.User, offer);
        else _ = DialAsync(session, to, offer);
        return session.Call;
    }

    /// <summary>Rings an agent's phone over the flow it registered on.</summary>
    /// <param name="from">Whom the agent sees calling.</param>
    public SipCall Ring(RegisteredPhone phone, SipUri from, SessionDescription offer, Action<SipCallEvent> events)
    {
        ArgumentNullException.ThrowIfNull(phone);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(offer);
        var dialog = new Dialog
        {
            CallId = Identifiers.CallId(), LocalTag = Identifiers.Tag(), LocalUri = from, RemoteUri = phone.Contact, RemoteTarget = phone.Contact,
            Peer = phone.Flow, StaysOnFlow = true,
        };
        var session = new OutgoingSession(_agent, dialog) { Sink = events };
        session.Call = new(session) { CallId = dialog.CallId, From = from, To = phone.Contact, CalledNumber = phone.Contact.User, IsOutgoing = true };
        _loop.Post(() =>
        {
            _agent.Add(session);
            session.Start(phone.Flow, offer);
        });
        return session.Call;
    }

    private static string Extra(Replaces? replaces, string? referredBy, string? handOver) =>
        (replaces is null ? "" : $"Require: replaces\r\nReplaces: {replaces.Text}\r\n") + (referredBy is null ? "" : $"Referred-By: {referredBy}\r\n")
        + (handOver is null ? "" : $"{HeaderNames.HandOver}: {handOver}\r\n");

    /// <summary>Ends every call with BYE, CANCEL or 480, waits a moment for the answers, and closes.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        if (_transport is not { } transport) return;
        _transport = null;

        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() => HangUpAll(drained));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_options.Farewell);
        await drained.Task.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await transport.DisposeAsync();
        _loop.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private void Received(Parsed message, Flow from) => _loop.Carry(() =>
    {
        if (message.Message is { } good) Trace.Received(good, from);
        _router.Receive(message, from);
    });

    private void Shed(Parsed message, Flow from) => _loop.Carry(() => _router.Shed(message, from));

    private void Closed(Flow flow) => _loop.Post(() =>
    {
        _phones.Closed(flow);
        _agent.Table.Closed(flow);
    });

    private Action<SipCallEvent> Incoming(SipCall call)
    {
        var sink = Answer(call);
        return call.Trunk is { } name && _trunks.Find(name) is { } trunk ? trunk.Watch(outgoing: false, sink) : sink;
    }

    private Action<SipCallEvent> Answer(SipCall call)
    {
        var unwanted = IsBlacklisted?.Invoke(call.CallerNumber) == true;
        if (!unwanted && IncomingCall is { } handler) return handler(call);
        call.Reject(unwanted ? 603 : 480);
        return _ => { };
    }

    private void Dial(OutgoingSession session, Trunk trunk, string number, SessionDescription offer) => _loop.Post(() =>
    {
        _agent.Add(session);
        if (trunk.IsOverfull) session.Failed(503);
        else session.Start(new TrunkRoute(_agent, trunk, number), offer);
    });

    private async Task DialAsync(OutgoingSession session, SipUri to, SessionDescription offer)
    {
        _loop.Post(() => _agent.Add(session));
        try
        {
            var address = IPAddress.TryParse(to.Host, out var literal) ? literal : await ResolveAsync(to.Host);
            if (!_agent.Transport.Reaches(address)) throw new SocketException((int)SocketError.AddressFamilyNotSupported);
            // Opened on the loop: a connection that fails at once must find the transaction that waits for it
            _loop.Post(() => session.Start(_agent.Transport.To(new(address, to.PortOrDefault()), to.Protocol(), to.Host), offer));
        }
        catch (SocketException e)
        {
            Unresolved(_log, e.SocketErrorCode);
            _loop.Post(() => session.Failed(503));
        }
    }

    private async Task<IPAddress> ResolveAsync(string host)
    {
        var addresses = await Dns.GetHostAddressesAsync(host, _options.Address.AddressFamily);
        return addresses.Length > 0 ? addresses[0] : throw new SocketException((int)SocketError.HostNotFound);
    }

    private void HangUpAll(TaskCompletionSource drained)
    {
        _router.IsClosed = true;
        _agent.Drained = () => drained.TrySetResult();
        foreach (var session in _agent.Sessions.Values.ToList()) session.HangUp("shutting down");
        if (_agent.Sessions.Count == 0) drained.TrySetResult();
    }

    [LoggerMessage(LogLevel.Warning, "The host of an outgoing call cannot be resolved: {Error}.")]
    private static partial void Unresolved(ILogger log, SocketError error);
}
