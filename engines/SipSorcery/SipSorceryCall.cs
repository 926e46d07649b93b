using System.Globalization;
using System.Net.Sockets;
using Hotline.Telephony.Endpoints;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using SIPSorcery.SIP;
using SIPSorcery.SIP.App;

namespace Hotline.Engines.SipSorcery;

/// <summary>One call of SIPSorcery's user agent. The agent tells the end while it holds its own lock: nothing here asks it back from there.</summary>
internal sealed class SipSorceryCall : LegCall
{
    private static readonly TimeSpan TimerF = TimeSpan.FromSeconds(32), BetweenKeys = TimeSpan.FromMilliseconds(60);

    private readonly SIPUserAgent _agent;
    private readonly SipSorceryLeg _leg;
    private readonly TimeProvider _clock;
    private SIPServerUserAgent? _arrived;
    private Task _dialling = Task.CompletedTask;
    private Task _pressing = Task.CompletedTask;
    private bool _hungUp;

    internal SipSorceryCall(SIPTransport transport, MediaEngine engine, SipSorceryLeg leg)
        : base(engine, leg)
    {
        (_leg, _clock, _agent) = (leg, engine.Clock, new(transport, null));
        _agent.ServerCallCancelled += (_, _) => Close(CallEnd.Cancelled, 487);
        _agent.ServerCallRingTimeout += _ => Close(CallEnd.Timeout, 408);
        _agent.ClientCallRinging += (_, _) => Rings();
        _agent.ClientCallAnswered += (_, _) => Connect();
        _agent.ClientCallFailed += (_, _, response) => Close(Volatile.Read(ref _hungUp) ? CallEnd.Cancelled : response is null ? CallEnd.Timeout : CallEnd.Failed, response?.StatusCode ?? 408);
        _agent.OnCallHungup += _ => Close(Volatile.Read(ref _hungUp) ? CallEnd.Local : CallEnd.Remote, 0);
        _agent.OnTransferRequested += (_, _) => false;
        _agent.OnTransferNotify += Notified;
    }

    /// <summary>Rings: 100 and 180 are sent.</summary>
    internal void Take(SIPRequest invite) => _arrived = _agent.AcceptCall(invite);

    internal void Dial(SIPCallDescriptor to) => _dialling = GuardAsync(() => _agent.InitiateCallAsync(to, _leg.Session));

    public override void Answer() => _ = GuardAsync(AnswerAsync);

    private async Task AnswerAsync()
    {
        if (_arrived is not { IsUASAnswered: false } invite) return;
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        invite.ClientTransaction.OnAckReceived += (_, _, _, _) =>
        {
            acknowledged.TrySetResult();
            return Task.FromResult(SocketError.Success);
        };
        if (!await _agent.Answer(invite, _leg.Session))
        {
            Close(CallEnd.Failed, 488);
            return;
        }

        _leg.Connect();
        await Task.WhenAny(acknowledged.Task, Ended); // no BYE before it (RFC 3261 section 15)
        Begin();
        if (Volatile.Read(ref _hungUp)) _agent.Hangup();
    }

    /// <summary>What SIPSorcery throws ends the call.</summary>
    private async Task GuardAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception)
        {
            Close(CallEnd.Failed, 500);
        }
    }

    public override void Reject(int status)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 699);
        if (_arrived is not { IsUASAnswered: false } invite) return;
        invite.Reject((SIPResponseStatusCodesEnum)status, null);
        Close(CallEnd.Local, status);
    }

    public override void HangUp()
    {
        Volatile.Write(ref _hungUp, true);
        if (Answered.IsCompleted) _agent.Hangup();
        else if (_arrived is null) _ = GuardAsync(GiveUpAsync);
        else Reject(480); // what is being answered hangs up by itself
    }

    /// <summary>The agent can only take back what it has sent.</summary>
    private async Task GiveUpAsync()
    {
        await _dialling;
        if (Ended.IsCompleted) return;
        _agent.Cancel();
        Close(CallEnd.Cancelled, 487);
    }

    public override void Press(string digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        var keys = digits.Select(digit => DigitReceiver.Keys.IndexOf(char.ToUpperInvariant(digit), StringComparison.Ordinal)).ToList();
        if (keys.IndexOf(-1) is >= 0 and var wrong) throw new ArgumentException($"'{digits[wrong]}' is no key; keys are {DigitReceiver.Keys}.", nameof(digits));
        if (_leg.Session.AudioStream.NegotiatedRtpEventPayloadID == 0) throw new InvalidOperationException("The peer has no telephone-event.");
        _pressing = PressAsync(_pressing, keys);
    }

    private async Task PressAsync(Task before, List<int> keys)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var key in keys.TakeWhile(_ => !Ended.IsCompleted))
        {
            await _leg.Session.SendDtmf((byte)key, CancellationToken.None);
            await Task.Delay(BetweenKeys, _clock);
        }
    }

    private protected override void Refer(SipUri target) => _ = ReferAsync(target);

    /// <summary>SIPSorcery tells that a REFER was refused, but not how.</summary>
    private async Task ReferAsync(SipUri target)
    {
        if (!await _agent.BlindTransfer(SIPURI.ParseSIPURI(target.Text), TimerF, CancellationToken.None)) Transferred(603);
    }

    /// <summary>The status line in a NOTIFY's body (RFC 3515 section 2.4.5).</summary>
    private void Notified(string body)
    {
        if (body.Split(' ') is [_, var status, ..] && int.TryParse(status, CultureInfo.InvariantCulture, out var told) && told >= 200) Transferred(told);
    }

    private void Connect()
    {
        _leg.Connect();
        Begin();
    }

    private void Close(CallEnd cause, int status)
    {
        _agent.Close();
        End(new(cause, status));
    }
}
