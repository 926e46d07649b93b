namespace Hotline.Telephony.Sip;

/// <summary>What a <see cref="SipStack"/> has done since it started, and what it holds now.</summary>
/// <param name="Received">Messages that arrived, malformed ones included.</param>
/// <param name="Sent">Messages sent, retransmissions included.</param>
/// <param name="Retransmissions">Requests and responses we sent again.</param>
/// <param name="Malformed">Messages that were no SIP or broke its rules, answered 400 or dropped.</param>
/// <param name="Rejected">Calls refused by admission (503).</param>
/// <param name="Calls">Dialogs alive, early ones included.</param>
/// <param name="Transactions">Transactions in the tables, those that only wait for late copies included.</param>
public sealed record SipCounters(
    long Received, long Sent, long Retransmissions, long Malformed, long Rejected, int Calls, int Transactions);
