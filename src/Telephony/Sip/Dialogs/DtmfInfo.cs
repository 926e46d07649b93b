using System.Text;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>A key in an INFO body (RFC 6086): application/dtmf-relay with Signal=5, or application/dtmf with 5.</summary>
internal static class DtmfInfo
{
    private const string Keys = "0123456789*#ABCD";

    internal static bool IsDtmf(string bodyType) => bodyType is "application/dtmf-relay" or "application/dtmf";

    /// <summary>Null for a flash or anything else that is no key.</summary>
    internal static char? Key(string bodyType, ReadOnlySpan<byte> body)
    {
        if (body.Length > 256) return null;
        var text = Encoding.ASCII.GetString(body);
        return bodyType == "application/dtmf" ? Parse(text.Trim()) : Parse(Signal(text));
    }

    private static string Signal(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line.AsSpan(0, equals).Trim().Equals("Signal", StringComparison.OrdinalIgnoreCase)) return line[(equals + 1)..].Trim();
        }

        return "";
    }

    /// <summary>Some peers send the event's number of RFC 4733 for the keys that are no digits: 10 is *, 11 is #.</summary>
    private static char? Parse(string signal) => signal switch
    {
        "10" => '*',
        "11" => '#',
        { Length: 1 } when Keys.Contains(char.ToUpperInvariant(signal[0]), StringComparison.Ordinal) => char.ToUpperInvariant(signal[0]),
        _ => null,
    };
}
