namespace Hotline.Telephony.Sip.Messages;

/// <summary>The fields every message has exactly once (RFC 3261 section 8.1.1), read and checked.</summary>
internal static class MandatoryHeaders
{
    private const uint MaxCSeq = int.MaxValue;

    /// <summary>Null, or what is wrong.</summary>
    internal static string? Read(SipMessage message)
    {
        foreach (var (header, name) in new[] { (Header.From, "From"), (Header.To, "To"), (Header.CallId, "Call-ID"), (Header.CSeq, "CSeq") })
            if (message.Count(header) != 1) return message.Count(header) == 0 ? $"Missing {name}" : $"Several {name}";

        message.CallId = message.First(Header.CallId)!;
        if (message.CallId.Length == 0 || message.CallId.Contains(' ', StringComparison.Ordinal)) return "Malformed Call-ID";
        if (!NameAddress.TryParse(message.First(Header.From), out var from)) return "Malformed From";
        if (!NameAddress.TryParse(message.First(Header.To), out var to)) return "Malformed To";
        (message.From, message.To) = (from, to);
        return ReadCSeq(message) ?? CheckForwards(message) ?? CheckContact(message);
    }

    private static string? ReadCSeq(SipMessage message)
    {
        var text = message.First(Header.CSeq)!;
        var space = text.AsSpan().IndexOfAny(' ', '\t');
        if (space < 0 || !TryNumber(text.AsSpan(0, space), MaxCSeq, out var number)) return "Malformed CSeq";

        var method = text.AsSpan(space).Trim();
        message.CSeq = number;
        message.CSeqMethod = method.SequenceEqual(message.Method) ? message.Method : method.ToString();
        return message.IsRequest && message.CSeqMethod != message.Method ? "CSeq Method Does Not Match" : null;
    }

    private static string? CheckForwards(SipMessage message) => message.Count(Header.MaxForwards) switch
    {
        0 => null,
        1 => TryNumber(message.First(Header.MaxForwards), 255, out _) ? null : "Malformed Max-Forwards",
        _ => "Several Max-Forwards",
    };

    private static string? CheckContact(SipMessage message)
    {
        foreach (var line in message.All(Header.Contact))
        {
            if (line == "*") continue;
            var list = line.AsSpan();
            do
            {
                if (!NameAddress.TryTake(ref list, out _)) return "Malformed Contact";
            }
            while (!list.IsEmpty);
        }

        return message is { IsRequest: true, Method: "INVITE" } ? CheckTarget(message, message.Count(Header.Contact)) : null;
    }

    /// <summary>Peers of RFC 2543 need not name a Contact (RFC 4475 section 3.4.1); From stands for it then.</summary>
    private static string? CheckTarget(SipMessage invite, int contacts)
    {
        if (contacts > 1) return "Several Contact";
        return contacts == 0 && invite.Via.Branch.StartsWith(Transactions.TransactionKey.MagicCookie, StringComparison.OrdinalIgnoreCase) ? "Missing Contact" : null;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, uint most, out uint number) =>
        uint.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number) && number <= most;
}
