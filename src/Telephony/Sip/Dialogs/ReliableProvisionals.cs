using System.Globalization;
using System.Security.Cryptography;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transactions;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>Provisional responses that are sent until a PRACK has come, one after the other (RFC 3262 section 3).</summary>
/// <param name="sendAgain">The response that went last.</param>
/// <param name="neverAcknowledged">No PRACK for 64*T1.</param>
internal sealed class ReliableProvisionals(TimerWheel wheel, uint cseq, Action sendAgain, Action neverAcknowledged)
{
    private readonly Queue<Action> _waiting = new();
    private uint _sequence = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue / 2);
    private WheelTimer? _retransmit;
    private WheelTimer? _giveUp;

    private bool IsOut => _giveUp is not null;

    /// <param name="send">Given its RSeq once the one before is acknowledged.</param>
    internal void Send(Action<uint> send)
    {
        _waiting.Enqueue(() => Begin(send));
        Next();
    }

    /// <summary>Runs when nothing waits for a PRACK: a 200 may not overtake a provisional response (RFC 3262 section 3).</summary>
    internal void WhenAcknowledged(Action then)
    {
        _waiting.Enqueue(then);
        Next();
    }

    /// <summary>False: it names no response that waits (481).</summary>
    internal bool Acknowledge(SipMessage prack)
    {
        var words = (prack.First(Header.RAck) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (!IsOut || words is not [var sequence, var number, "INVITE"] || !Is(sequence, _sequence) || !Is(number, cseq)) return false;
        Stop();
        return true;
    }

    /// <summary>What waited for the PRACK; after its own response.</summary>
    internal void Next()
    {
        while (!IsOut && _waiting.TryDequeue(out var turn)) turn();
    }

    internal void Stop()
    {
        _retransmit?.Stop();
        _giveUp?.Stop();
        _giveUp = null;
    }

    private void Begin(Action<uint> send)
    {
        _giveUp = wheel.Start(SipTimers.GiveUp, GiveUp);
        RetransmitAfter(SipTimers.T1);
        send(++_sequence);
    }

    private void RetransmitAfter(TimeSpan interval) => _retransmit = wheel.Start(interval, () =>
    {
        sendAgain();
        RetransmitAfter(interval * 2);
    });

    private void GiveUp()
    {
        Stop();
        _waiting.Clear();
        neverAcknowledged();
    }

    private static bool Is(string digits, uint number) =>
        uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value == number;
}
