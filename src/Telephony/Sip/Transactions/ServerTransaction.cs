using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Transactions;

/// <summary>One request of a peer's and our responses to it. It keeps the last response's bytes and nothing of the request.</summary>
internal abstract class ServerTransaction(TransactionTable table, TransactionKey key, Flow back)
{
    internal TransactionKey Key => key;

    /// <summary>The way the responses take.</summary>
    internal Flow Back { get; private set; } = back;

    /// <summary>Opens a new connection where the one the request came by has closed (RFC 3261 section 18.2.2); null over UDP.</summary>
    internal Func<Flow>? Reopen { get; init; }

    protected byte[]? Last { get; set; }

    protected WheelTimer? Lifetime { get; set; }

    internal abstract void Respond(int status, byte[] response);

    /// <summary>A copy of the request, or the ACK of an INVITE. False: the dialog must see it.</summary>
    internal abstract bool Receive(SipMessage request);

    protected void Send(byte[] response, bool again = false)
    {
        if (!Back.IsOpen && Reopen is not null) Back = Reopen();
        table.Send(Back, response, again);
    }

    protected WheelTimer After(TimeSpan delay, Action due) => table.Wheel.Start(delay, due);

    protected virtual void Terminate()
    {
        Lifetime?.Stop();
        table.Remove(this);
    }
}

/// <summary>RFC 3261 section 17.2.2.</summary>
internal sealed class NonInviteServerTransaction(TransactionTable table, TransactionKey key, Flow back) : ServerTransaction(table, key, back)
{
    private bool _completed;

    internal override void Respond(int status, byte[] response)
    {
        if (_completed) return;
        Last = response;
        Send(response);
        if (status < 200) return;

        _completed = true;
        if (Back.IsReliable) Terminate();
        else Lifetime = After(SipTimers.GiveUp, Terminate); // timer J
    }

    internal override bool Receive(SipMessage request)
    {
        if (Last is not null) Send(Last, again: true);
        return true;
    }
}
