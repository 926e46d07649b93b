namespace Hotline.Telephony.Tests.Sip.Messages;

/// <summary>One of RFC 4475's 49 test messages (their bytes are in rfc4475/) and what that RFC says of it.</summary>
/// <param name="IsValid">Well formed by RFC 3261, or to be understood all the same.</param>
/// <param name="Answer">The final response of a user agent that refuses each call with 486 and is no registrar; 0: none.</param>
public sealed record TortureMessage(string Section, string Name, bool IsValid, int Answer)
{
    public static IReadOnlyList<TortureMessage> All { get; } =
    [
        // Valid: a call or a method we do not serve is refused for that reason and for no other
        new("3.1.1.1", "wsinv", true, 481), // its To has a tag: a dialog that we do not know
        new("3.1.1.2", "intmeth", true, 501),
        new("3.1.1.3", "esc01", true, 486),
        new("3.1.1.4", "escnull", true, 405),
        new("3.1.1.5", "esc02", true, 501), // RE%47IST%45R is not REGISTER
        new("3.1.1.6", "lwsdisp", true, 200),
        new("3.1.1.7", "longreq", true, 486),
        new("3.1.1.8", "dblreq", true, 405),
        new("3.1.1.9", "semiuri", true, 200),
        new("3.1.1.10", "transports", true, 200),
        new("3.1.1.11", "mpart01", true, 405),
        new("3.1.1.12", "unreason", true, 0),
        new("3.1.1.13", "noreason", true, 0),
        // Invalid
        new("3.1.2.1", "badinv01", false, 400),
        new("3.1.2.2", "clerr", false, 400),
        new("3.1.2.3", "ncl", false, 400),
        new("3.1.2.4", "scalar02", false, 400),
        new("3.1.2.5", "scalarlg", false, 0), // a response: discarded
        new("3.1.2.6", "quotbal", false, 400),
        new("3.1.2.7", "ltgtruri", false, 400),
        new("3.1.2.8", "lwsruri", false, 400),
        new("3.1.2.9", "lwsstart", false, 400),
        new("3.1.2.10", "trws", false, 400),
        new("3.1.2.11", "escruri", false, 400),
        new("3.1.2.12", "baddate", true, 486), // may be refused; who does not read Date may go on
        new("3.1.2.13", "regbadct", false, 400),
        new("3.1.2.14", "badaspec", false, 400),
        new("3.1.2.15", "baddn", true, 200), // may be refused; the name's missing quotes may be read as if they were there
        new("3.1.2.16", "badvers", false, 505),
        new("3.1.2.17", "mismatch01", false, 400),
        new("3.1.2.18", "mismatch02", false, 400), // or 501: the method is unknown as well
        new("3.1.2.19", "bigcode", false, 0),
        // Transaction layer
        new("3.2.1", "badbranch", true, 200),
        // Application layer
        new("3.3.1", "insuf", false, 400),
        new("3.3.2", "unkscm", false, 416),
        new("3.3.3", "novelsc", false, 416),
        new("3.3.4", "unksm2", true, 405),
        new("3.3.5", "bext01", true, 420),
        new("3.3.6", "invut", true, 415),
        new("3.3.7", "regaut01", true, 405),
        new("3.3.8", "multi01", false, 400),
        new("3.3.9", "mcl01", false, 400),
        new("3.3.10", "bcast", true, 0), // its second Via is not ours to send to
        new("3.3.11", "zeromf", true, 200), // Max-Forwards 0 stops a proxy, not the one it is for
        new("3.3.12", "cparam01", true, 405),
        new("3.3.13", "cparam02", true, 405),
        new("3.3.14", "regescrt", true, 405),
        new("3.3.15", "sdp01", true, 406),
        // Backward compatibility
        new("3.4.1", "inv2543", true, 486),
    ];

    public byte[] Bytes()
    {
        using var file = typeof(TortureMessage).Assembly.GetManifestResourceStream($"rfc4475/{Name}.dat")!;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    public override string ToString() => $"{Section} {Name}";
}
