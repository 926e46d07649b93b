using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Transactions;

/// <summary>Every transaction alive, found in constant time. On the signalling loop only.</summary>
/// <param name="sent">Told of every message that goes out.</param>
internal sealed class TransactionTable(TimerWheel wheel, Action<byte[], Flow>? sent = null)
{
    private readonly Dictionary<TransactionKey, ServerTransaction> _server = [];
    private readonly Dictionary<TransactionKey, ClientTransaction> _client = [];
    private readonly HashSet<(string CallId, string? FromTag, uint CSeq)> _invites = [];
    private long _sent;
    private long _retransmissions;

    internal TimerWheel Wheel => wheel;

    internal int Count => _server.Count + _client.Count;

    internal long Sent => Volatile.Read(ref _sent);

    internal long Retransmissions => Volatile.Read(ref _retransmissions);

    internal void Send(Flow flow, byte[] message, bool again = false)
    {
        _sent++;
        if (again) _retransmissions++;
        sent?.Invoke(message, flow);
        flow.Send(message);
    }

    internal ServerTransaction? FindServer(TransactionKey key) => _server.GetValueOrDefault(key);

    internal ClientTransaction? FindClient(SipMessage response) => _client.GetValueOrDefault(TransactionKey.OfResponse(response));

    /// <summary>The same INVITE came before by another way (RFC 3261 section 8.2.2.2).</summary>
    internal bool IsMerged(SipMessage invite) => _invites.Contains((invite.CallId, invite.From.Tag, invite.CSeq));

    internal InviteServerTransaction AcceptInvite(SipMessage request, Flow back, Func<Flow>? reopen = null)
    {
        var identity = (request.CallId, request.From.Tag, request.CSeq);
        _invites.Add(identity);
        var transaction = new InviteServerTransaction(this, TransactionKey.Of(request), identity, back) { Reopen = reopen };
        _server[transaction.Key] = transaction;
        return transaction;
    }

    internal NonInviteServerTransaction Accept(SipMessage request, Flow back, Func<Flow>? reopen = null)
    {
        var transaction = new NonInviteServerTransaction(this, TransactionKey.Of(request), back) { Reopen = reopen };
        _server[transaction.Key] = transaction;
        return transaction;
    }

    internal void Start(ClientTransaction transaction)
    {
        _client[transaction.Key] = transaction;
        transaction.Start();
    }

    internal void Remove(ServerTransaction transaction)
    {
        _server.Remove(transaction.Key);
        if (transaction is InviteServerTransaction invite) _invites.Remove(invite.Identity);
    }

    internal void Remove(ClientTransaction transaction) => _client.Remove(transaction.Key);

    /// <summary>What waits for a response on a connection that closed waits in vain (RFC 3261 section 17.1.4).</summary>
    internal void Closed(Flow flow)
    {
        foreach (var transaction in _client.Values.Where(t => ReferenceEquals(t.Flow, flow)).ToList()) transaction.TransportFailed();
    }
}
