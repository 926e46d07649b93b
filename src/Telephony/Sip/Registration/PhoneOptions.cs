namespace Hotline.Telephony.Sip.Registration;

/// <summary>Agents' SIP phones and how they register.</summary>
public sealed record PhoneOptions
{
    /// <summary>What the challenge says; the HA1 hashes are made with it.</summary>
    public string Realm { get; init; } = "hotline";

    public IReadOnlyList<PhoneAccount> Accounts { get; init; } = [];

    /// <summary>
    /// Many phones in service read only the first challenge and know only MD5 (sipp 3.6 is one); those that follow RFC 8760 take the first they
    /// know. False puts SHA-256 first, where every phone is known to understand it.
    /// </summary>
    public bool Md5First { get; init; } = true;

    /// <summary>A shorter registration is refused with 423 (RFC 3261 section 10.3).</summary>
    public TimeSpan ShortestRegistration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A longer one is granted for this.</summary>
    public TimeSpan LongestRegistration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Phones that one agent may have registered at once.</summary>
    public int MaxPhonesPerAgent { get; init; } = 3;
}
