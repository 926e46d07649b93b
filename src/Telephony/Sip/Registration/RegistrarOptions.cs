namespace Hotline.Telephony.Sip.Registration;

/// <summary>Agents' SIP phones and how they register.</summary>
public sealed record RegistrarOptions
{
    /// <summary>What the challenge says; the HA1 hashes are made with it.</summary>
    public string Realm { get; init; } = "hotline";

    public IReadOnlyList<PhoneAccount> Accounts { get; init; } = [];

    /// <summary>
    /// Asks for SHA-256 before MD5 (RFC 8760). Many phones in service read only the first challenge and know only MD5, or give up when they
    /// see one they do not know (baresip 1.0, sipp 3.6): set it where all phones understand it. Accounts without an MD5 hash set it by themselves.
    /// </summary>
    public bool Sha256 { get; init; }

    /// <summary>A shorter registration is refused with 423 (RFC 3261 section 10.3).</summary>
    public TimeSpan ShortestRegistration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A longer one is granted for this.</summary>
    public TimeSpan LongestRegistration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Phones that one agent may have registered at once.</summary>
    public int MaxPhonesPerAgent { get; init; } = 3;
}
