using System.Text;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Tracing;

/// <summary>One message of a call's ladder (信令梯形图). No audio, and every number is masked.</summary>
/// <param name="At">UTC.</param>
/// <param name="Ours">We sent it; else the peer did.</param>
/// <param name="Peer">The other end of the arrow.</param>
/// <param name="Label">INVITE, 180 Ringing …</param>
/// <param name="Dialog">Which of the call's dialogs, counted from 1: the citizen's, the agent's phone, 110 …</param>
/// <param name="Again">The same bytes went this way before.</param>
/// <param name="Text">As sent, numbers masked.</param>
public sealed record SipTraceLine(DateTimeOffset At, bool Ours, string Peer, string Protocol, string Label, string CSeq, int Dialog, bool Again, string Text);

/// <summary>
/// 信令跟踪: the newest messages of the stack, kept in memory only and read when somebody looks. To write one costs two references;
/// the signalling loop writes, anybody reads.
/// </summary>
/// <param name="capacity">Messages kept; 0 keeps none.</param>
internal sealed class SipTrace(int capacity, TimeProvider clock)
{
    private readonly Entry?[] _ring = new Entry?[capacity];
    private readonly Lock _naming = new();
    private readonly Dictionary<CallId, List<string>> _dialogs = [];
    private readonly Queue<CallId> _named = new();
    private long _next;

    private sealed record Entry(DateTimeOffset At, bool Ours, Flow Flow, ReadOnlyMemory<byte> Bytes);

    internal void Received(SipMessage message, Flow from) => Add(new(clock.GetUtcNow(), false, from, message.Bytes));

    internal void Sent(byte[] message, Flow to) => Add(new(clock.GetUtcNow(), true, to, message));

    /// <summary>The dialog of this Call-ID is part of our call.</summary>
    internal void Belongs(string sipCallId, CallId call)
    {
        if (capacity == 0) return;
        lock (_naming)
        {
            if (!_dialogs.TryGetValue(call, out var dialogs))
            {
                _dialogs[call] = dialogs = [];
                _named.Enqueue(call);
                if (_named.Count > capacity && _named.TryDequeue(out var oldest)) _dialogs.Remove(oldest); // each call has one message at least
            }

            dialogs.Add(sipCallId);
        }
    }

    /// <summary>Oldest first; empty where nothing is kept (any more).</summary>
    internal IReadOnlyList<SipTraceLine> Of(CallId call)
    {
        List<string> dialogs;
        lock (_naming) dialogs = _dialogs.TryGetValue(call, out var known) ? [.. known] : [];
        if (dialogs.Count == 0) return [];
        var (lines, seen) = (new List<SipTraceLine>(), new HashSet<string>(StringComparer.Ordinal));
        var newest = Volatile.Read(ref _next);
        for (var n = Math.Max(0, newest - capacity); n < newest; n++)
        {
            if (Volatile.Read(ref _ring[n % capacity]) is { } entry && Line(entry, dialogs, seen) is { } line) lines.Add(line);
        }

        return lines;
    }

    private void Add(Entry entry)
    {
        if (capacity == 0) return;
        Volatile.Write(ref _ring[_next % capacity], entry);
        Volatile.Write(ref _next, _next + 1);
    }

    private static SipTraceLine? Line(Entry entry, List<string> dialogs, HashSet<string> seen)
    {
        var dialog = dialogs.FindIndex(id => entry.Bytes.Span.IndexOf(Encoding.UTF8.GetBytes(id)) >= 0);
        if (dialog < 0 || SipParser.Parse(entry.Bytes.ToArray()).Message is not { } message || message.CallId != dialogs[dialog]) return null;
        var label = message.IsRequest ? message.Method : $"{message.Status} {message.ReasonPhrase}";
        var text = Encoding.UTF8.GetString(entry.Bytes.Span);
        return new(
            entry.At, entry.Ours, entry.Flow.Remote.ToString(), entry.Flow.Protocol.ViaName(), label, $"{message.CSeq} {message.CSeqMethod}", dialog + 1,
            !seen.Add($"{entry.Ours} {text}"), Masking.OfNumbers(text));
    }
}
