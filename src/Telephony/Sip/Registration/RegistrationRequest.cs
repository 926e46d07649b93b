using System.Globalization;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Registration;

/// <summary>What a REGISTER asks for (RFC 3261 section 10.3, steps 6 and 7). Pure.</summary>
internal sealed class RegistrationRequest
{
    private readonly List<RegisteredPhone> _added = [];
    private readonly List<RegisteredPhone> _removed = [];

    private RegistrationRequest() { }

    /// <summary>Null, or the status of the refusal.</summary>
    internal int? Refusal { get; private init; }

    internal string? Why { get; private init; }

    /// <summary>Contact: *</summary>
    internal bool RemovesAll { get; private init; }

    internal IReadOnlyList<RegisteredPhone> Added => _added;

    internal IReadOnlyList<RegisteredPhone> Removed => _removed;

    /// <summary>Says that the flow counts, where the phone knows such (RFC 5626 section 6).</summary>
    internal string Outbound { get; private init; } = "";

    internal bool Concerns(RegisteredPhone phone) => RemovesAll || _added.Exists(phone.IsSame) || _removed.Exists(phone.IsSame);

    internal static RegistrationRequest Read(SipMessage register, PhoneAccount account, Flow from, RegistrarOptions options, DateTimeOffset now)
    {
        var lines = register.All(Header.Contact).ToList();
        if (lines.Contains("*"))
            return lines.Count == 1 && register.First(Header.Expires)?.Trim() == "0"
                ? new() { RemovesAll = true } : new() { Refusal = 400, Why = "Contact * Needs Expires 0 And No Other Contact" };

        var usesOutbound = register.Lists(Header.Supported, "outbound") && lines.Exists(l => l.Contains("reg-id", StringComparison.OrdinalIgnoreCase));
        var request = new RegistrationRequest { Outbound = usesOutbound ? "Require: outbound\r\nFlow-Timer: 120\r\n" : "" };
        foreach (var contact in lines.SelectMany(Addresses))
        {
            var time = Asked(contact.Parameter("expires") ?? register.First(Header.Expires)) ?? options.LongestRegistration;
            if (time > TimeSpan.Zero && time < options.ShortestRegistration) return new() { Refusal = 423 };
            if (time > options.LongestRegistration) time = options.LongestRegistration;
            var phone = Phone(register, account, from, contact, now, time);
            (time > TimeSpan.Zero ? request._added : request._removed).Add(phone);
        }

        return request;
    }

    private static RegisteredPhone Phone(SipMessage register, PhoneAccount account, Flow from, NameAddress contact, DateTimeOffset now, TimeSpan time) => new()
    {
        Agent = new(account.Agent), Contact = contact.Uri, Flow = from, Since = now, Expires = now + time, CallId = register.CallId, CSeq = register.CSeq,
        UserAgent = register.First(Header.UserAgent) ?? "",
        Instance = contact.Parameter("+sip.instance") is { } instance ? $"{instance};{contact.Parameter("reg-id")}" : null,
    };

    private static List<NameAddress> Addresses(string line)
    {
        var found = new List<NameAddress>();
        var rest = line.AsSpan();
        while (!rest.IsEmpty && NameAddress.TryTake(ref rest, out var address)) found.Add(address);
        return found;
    }

    /// <summary>Null where it is absent or no number (RFC 3261 section 20.19): then it is ours to choose.</summary>
    private static TimeSpan? Asked(string? seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? TimeSpan.FromSeconds(Math.Min(number, uint.MaxValue)) : null;
}
