using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Transactions;

/// <summary>One request of ours and the peer's responses to it.</summary>
internal abstract class ClientTransaction(TransactionTable table, Flow flow, string branch, string method, byte[] request)
{
    private WheelTimer? _retransmit;
    private WheelTimer? _lifetime;

    internal TransactionKey Key => new(branch, "", method);

    internal Flow Flow => flow;

    /// <summary>Every response but the copies that the transaction absorbs.</summary>
    internal required Action<SipMessage> Responded { get; init; }

    /// <summary>No final response: 408 after 64*T1, 503 when the transport failed (RFC 3261 section 8.1.3.1).</summary>
    internal required Action<int> Failed { get; init; }

    /// <summary>A final response has come.</summary>
    protected bool IsFinished { get; private set; }

    internal void Start()
    {
        table.Send(flow, request);
        if (!flow.IsReliable) RetransmitAfter(SipTimers.T1);
        LiveFor(SipTimers.GiveUp, () => Fail(408)); // timers B and F
    }

    internal abstract void Receive(SipMessage response);

    internal void TransportFailed()
    {
        if (!IsFinished) Fail(503);
    }

    /// <summary>Timers A and E.</summary>
    protected void RetransmitAfter(TimeSpan interval) => _retransmit = table.Wheel.Start(interval, () =>
    {
        table.Send(flow, request, again: true);
        RetransmitAfter(Next(interval));
    });

    protected abstract TimeSpan Next(TimeSpan interval);

    protected void StopRetransmitting() => _retransmit?.Stop();

    protected void StopGivingUp() => _lifetime?.Stop();

    protected void SendAgain(byte[] message) => table.Send(flow, message, again: true);

    protected void SendAck(byte[] ack) => table.Send(flow, ack);

    /// <summary>A final response: absorb copies for a while.</summary>
    protected void Finish(TimeSpan absorb)
    {
        IsFinished = true;
        StopRetransmitting();
        if (absorb == TimeSpan.Zero) Terminate();
        else LiveFor(absorb, Terminate);
    }

    protected void LiveFor(TimeSpan time, Action then)
    {
        _lifetime?.Stop();
        _lifetime = table.Wheel.Start(time, then);
    }

    protected void Fail(int status)
    {
        IsFinished = true;
        Terminate();
        Failed(status);
    }

    private void Terminate()
    {
        StopRetransmitting();
        _lifetime?.Stop();
        table.Remove(this);
    }
}

/// <summary>RFC 3261 section 17.1.2.</summary>
internal sealed class NonInviteClientTransaction(TransactionTable table, Flow flow, string branch, string method, byte[] request)
    : ClientTransaction(table, flow, branch, method, request)
{
    private bool _proceeding;

    protected override TimeSpan Next(TimeSpan interval) => _proceeding ? SipTimers.T2 : SipTimers.Doubled(interval);

    internal override void Receive(SipMessage response)
    {
        if (IsFinished) return;
        if (response.Status < 200) _proceeding = true;
        else Finish(Flow.IsReliable ? TimeSpan.Zero : SipTimers.T4); // timer K
        Responded(response);
    }
}

/// <summary>RFC 3261 section 17.1.1 with the accepted state of RFC 6026 section 7.2.</summary>
internal sealed class InviteClientTransaction(TransactionTable table, Flow flow, string branch, byte[] request)
    : ClientTransaction(table, flow, branch, "INVITE", request)
{
    private byte[]? _ack;
    private bool _accepted;
    private bool _expectsFinal;

    /// <summary>The ACK of a refusal goes the INVITE's way (RFC 3261 section 17.1.1.3).</summary>
    internal required Func<SipMessage, byte[]> Ack { get; init; }

    protected override TimeSpan Next(TimeSpan interval) => interval * 2;

    internal override void Receive(SipMessage response)
    {
        if (response.Status >= 300) ReceiveRefusal(response);
        else if (response.Status >= 200) ReceiveSuccess(response);
        else if (!IsFinished) ReceiveProvisional(response);
    }

    /// <summary>After CANCEL the final response must come within 64*T1 (RFC 3261 section 9.1).</summary>
    internal void ExpectFinal()
    {
        _expectsFinal = true;
        if (!IsFinished) LiveFor(SipTimers.GiveUp, () => Fail(408));
    }

    private void ReceiveProvisional(SipMessage response)
    {
        StopRetransmitting();
        if (!_expectsFinal) StopGivingUp(); // what rings on after CANCEL rings in vain
        Responded(response);
    }

    /// <summary>Each 200 goes up: the dialog acknowledges every copy (RFC 3261 section 13.2.2.4).</summary>
    private void ReceiveSuccess(SipMessage response)
    {
        if (_ack is not null) return;
        if (!_accepted) Finish(SipTimers.GiveUp); // timer M
        _accepted = true;
        Responded(response);
    }

    private void ReceiveRefusal(SipMessage response)
    {
        if (_accepted) return;
        if (_ack is not null)
        {
            SendAgain(_ack);
            return;
        }

        _ack = Ack(response);
        SendAck(_ack);
        Finish(Flow.IsReliable ? TimeSpan.Zero : SipTimers.GiveUp); // timer D
        Responded(response);
    }
}
