using System.Collections.Concurrent;
using System.Net;
using Hotline.Telephony.Endpoints;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Sip.Messages;
using Microsoft.Extensions.Logging;
using SIPSorcery.SIP;
using SIPSorcery.SIP.App;
using SIPSorcery.Sys;

namespace Hotline.Engines.SipSorcery;

/// <summary>The port on SIPSorcery: its transport, transactions, user agents and RTP sessions, with our media engine behind them.</summary>
public sealed class SipSorceryEndpoint : ISipEndpoint
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, SipSorceryCall> _calls = new(StringComparer.Ordinal);
    private readonly SIPTransport _transport = new();
    private readonly PhoneOptions _options;
    private readonly Action<IEndpointCall> _arrived;
    private readonly MediaEngine _media;
    private readonly PortRange _ports;

    private SipSorceryEndpoint(PhoneOptions options, Action<IEndpointCall> arrived, TimeProvider clock, ILoggerFactory logs)
    {
        (_options, _arrived, _ports) = (options, arrived, new(options.FirstRtpPort, options.LastRtpPort));
        _media = new(
            new() { Address = options.Address.ToString(), FirstPort = options.FirstRtpPort, LastPort = options.LastRtpPort, RealTimePriority = 5 },
            clock, logs.CreateLogger<MediaEngine>());
        _transport.SIPTransportRequestReceived += ReceiveAsync;
    }

    public IPEndPoint LocalEndPoint { get; private set; } = new(IPAddress.None, 0);

    /// <param name="arrived">Told of each call that rings, on a thread of SIPSorcery's: returns at once.</param>
    /// <exception cref="InvalidOperationException">The SIP port is taken; the message names it.</exception>
    public static Task<ISipEndpoint> StartAsync(PhoneOptions options, Action<IEndpointCall> arrived, TimeProvider clock, ILoggerFactory logs, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ct.ThrowIfCancellationRequested();
        var endpoint = new SipSorceryEndpoint(options, arrived, clock, logs);
        endpoint.Listen(new(options.Address, options.SipPort));
        endpoint._media.Start();
        return Task.FromResult<ISipEndpoint>(endpoint);
    }

    public IEndpointCall Call(SipUri to, string from)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (to.Scheme is not "sip") throw new ArgumentException($"'{to}' cannot be called: write it as sip:number@host:port.", nameof(to));
        var call = Open(from, to.User);
        var invite = new SIPCallDescriptor(from, null, to.Text, $"<{SipUri.Of(from, LocalEndPoint)}>", $"<{to}>", null, null, null, SIPCallDirection.Out, "application/sdp", null, null)
        {
            CallId = CallProperties.CreateNewCallId(),
        };
        Keep(invite.CallId, call);
        call.Dial(invite);
        return call;
    }

    public async ValueTask DisposeAsync()
    {
        var byes = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new ConcurrentDictionary<string, bool>(_calls.Keys.Select(id => KeyValuePair.Create(id, true)), StringComparer.Ordinal);
        _transport.SIPResponseInTraceEvent += (_, _, response) =>
        {
            if (response.Header.CSeqMethod == SIPMethodsEnum.BYE && waiting.TryRemove(response.Header.CallId, out _) && waiting.IsEmpty) byes.TrySetResult();
        };
        foreach (var call in _calls.Values) call.HangUp();
        if (!waiting.IsEmpty) await byes.Task.WaitAsync(Farewell, _media.Clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _transport.Shutdown();
        await _media.DisposeAsync();
    }

    private void Listen(IPEndPoint at)
    {
        try
        {
            var channel = new SIPUDPChannel(at);
            _transport.AddSIPChannel(channel);
            LocalEndPoint = new(at.Address, channel.Port);
        }
        catch (ApplicationException e)
        {
            throw new InvalidOperationException($"SIP cannot listen at {at} over UDP: {e.Message}", e);
        }
    }

    private Task ReceiveAsync(SIPEndPoint local, SIPEndPoint from, SIPRequest request)
    {
        var status = request.Method switch
        {
            SIPMethodsEnum.ACK or SIPMethodsEnum.PRACK => SIPResponseStatusCodesEnum.None,
            _ when request.Header.To.ToTag is not null => InDialog(request),
            SIPMethodsEnum.INVITE => Arrive(request),
            SIPMethodsEnum.OPTIONS => SIPResponseStatusCodesEnum.Ok,
            _ => SIPResponseStatusCodesEnum.MethodNotAllowed,
        };
        if (status == SIPResponseStatusCodesEnum.None) return Task.CompletedTask;
        var response = SIPResponse.GetResponse(request, status, null);
        if (request.Method != SIPMethodsEnum.INVITE) return _transport.SendResponseAsync(response);
        new UASInviteTransaction(_transport, request, null).SendFinalResponse(response); // again until its ACK
        return Task.CompletedTask;
    }

    /// <summary>What the call's own user agent leaves unanswered.</summary>
    private SIPResponseStatusCodesEnum InDialog(SIPRequest request)
    {
        if (!_calls.ContainsKey(request.Header.CallId)) return SIPResponseStatusCodesEnum.CallLegTransactionDoesNotExist;
        return request.Method is SIPMethodsEnum.INFO or SIPMethodsEnum.UPDATE ? SIPResponseStatusCodesEnum.MethodNotAllowed : SIPResponseStatusCodesEnum.None;
    }

    private SIPResponseStatusCodesEnum Arrive(SIPRequest invite)
    {
        if (_calls.Count >= _options.MaxCalls) return SIPResponseStatusCodesEnum.ServiceUnavailable;
        try
        {
            var call = Open(invite.Header.From.FromURI.User, invite.URI.User);
            Keep(invite.Header.CallId, call);
            call.Take(invite);
            _arrived(call);
            return SIPResponseStatusCodesEnum.None;
        }
        catch (PortsExhaustedException)
        {
            return SIPResponseStatusCodesEnum.ServiceUnavailable;
        }
    }

    private SipSorceryCall Open(string caller, string called)
    {
        try
        {
            return new(_transport, _media, _media.Open(new SipSorceryLeg(_media, _options.Address, _ports))) { CallerNumber = caller, CalledNumber = called };
        }
        catch (ApplicationException e)
        {
            throw new PortsExhaustedException($"No RTP port was found between {_options.FirstRtpPort} and {_options.LastRtpPort}; widen the range or lower the number of calls.", e);
        }
    }

    private void Keep(string id, SipSorceryCall call)
    {
        _calls[id] = call;
        _ = call.Ended.ContinueWith(_ => _calls.TryRemove(id, out var _), TaskScheduler.Default);
    }
}
