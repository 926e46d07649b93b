using Hotline.Telephony.Sip.Authentication;

namespace Hotline.Telephony.Sip.Registration;

/// <summary>An agent's SIP phone (坐席话机) as configured: whose it is and how it proves it. Never logged.</summary>
public sealed record PhoneAccount
{
    public required string Agent { get; init; }

    /// <summary>The phone's SIP user; the agent's work number where it is not set.</summary>
    public string? User { get; init; }

    /// <summary>Or <see cref="Ha1"/>, so that no password stands in the configuration.</summary>
    public string? Password { get; init; }

    /// <summary>MD5 of user:realm:password in hex (RFC 7616 section 3.4.2).</summary>
    public string? Ha1 { get; init; }

    /// <summary>SHA-256 of user:realm:password in hex (RFC 8760).</summary>
    public string? Ha1Sha256 { get; init; }

    internal string SipUser => string.IsNullOrEmpty(User) ? Agent : User;

    internal string? HashOf(DigestAlgorithm algorithm, string realm)
    {
        if (!string.IsNullOrEmpty(Password)) return DigestResponse.Ha1(algorithm, SipUser, realm, Password);
        return algorithm == DigestAlgorithm.Md5 ? Ha1 : Ha1Sha256;
    }

    public override string ToString() => $"phone of {Agent}";
}
