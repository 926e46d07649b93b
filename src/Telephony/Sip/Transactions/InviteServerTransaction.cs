using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Transactions;

/// <summary>RFC 3261 section 17.2.1 with the accepted state of RFC 6026 section 7.1.</summary>
internal sealed class InviteServerTransaction(
    TransactionTable table, TransactionKey key, (string CallId, string? FromTag, uint CSeq) identity, Flow back) : ServerTransaction(table, key, back)
{
    private State _state;
    private WheelTimer? _retransmit;

    private enum State : byte
    {
        Proceeding,
        Completed,
        Confirmed,
        Accepted,
    }

    internal (string CallId, string? FromTag, uint CSeq) Identity => identity;

    /// <summary>The To tag of our responses; CANCEL's response has the same (RFC 3261 section 9.2).</summary>
    internal string? ToTag { get; set; }

    /// <summary>What CANCEL does while there is no final response.</summary>
    internal Action? Cancelled { get; set; }

    internal bool HasFinal => _state != State.Proceeding;

    internal override void Respond(int status, byte[] response)
    {
        if (HasFinal) return;
        Last = response;
        if (status >= 200) Finish(status);
        Send(response);
    }

    private void Finish(int status)
    {
        Cancelled = null;
        _state = status < 300 ? State.Accepted : State.Completed;
        Lifetime = After(SipTimers.GiveUp, Terminate); // timers L and H
        if (_state == State.Completed && !Back.IsReliable) RetransmitAfter(SipTimers.T1);
    }

    /// <summary>Timer G.</summary>
    private void RetransmitAfter(TimeSpan interval) => _retransmit = After(interval, () =>
    {
        if (_state != State.Completed) return;
        Send(Last!, again: true);
        RetransmitAfter(SipTimers.Doubled(interval));
    });

    /// <summary>The 200 or a reliable provisional response again; how often is the dialog's business (RFC 3261 section 13.3.1.4, RFC 3262 section 3).</summary>
    internal void SendAgain()
    {
        if (_state is State.Proceeding or State.Accepted && Last is not null) Send(Last, again: true);
    }

    /// <summary>The ACK of the 200 has come: late copies of the INVITE are absorbed, and the response need not be kept.</summary>
    internal void Acknowledged() => Last = null;

    internal override bool Receive(SipMessage request)
    {
        if (request.Method == "ACK") return Acknowledge();
        // Over TCP no provisional response is lost, and no transaction of a peer sends a copy (RFC 3261 section 17.1.1.2)
        var isOnItsWay = _state == State.Proceeding && Back.IsReliable && Back.IsOpen;
        if (_state != State.Confirmed && Last is not null && !isOnItsWay) Send(Last, again: true);
        return true;
    }

    protected override void Terminate()
    {
        _retransmit?.Stop();
        base.Terminate();
    }

    private bool Acknowledge()
    {
        if (_state == State.Accepted) return false;
        if (_state != State.Completed) return true;

        _state = State.Confirmed;
        _retransmit?.Stop();
        Lifetime?.Stop();
        Last = null;
        if (Back.IsReliable) Terminate();
        else Lifetime = After(SipTimers.T4, Terminate); // timer I
        return true;
    }
}
