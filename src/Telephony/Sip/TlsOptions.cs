using System.Net;

namespace Hotline.Telephony.Sip;

/// <summary>SIP over TLS: where, and with which certificate (PEM files).</summary>
public sealed record TlsOptions
{
    /// <summary>5061 by custom, 0 for any free one; null: we do not listen for TLS.</summary>
    public int? Port { get; init; }

    /// <summary>Without one we make our own at the first start, for trials: phones must be told to trust it.</summary>
    public string? Certificate { get; init; }

    public string? Key { get; init; }

    /// <summary>Roots of the certificates of peers that we call; the system's where it is not set.</summary>
    public string? Authorities { get; init; }

    /// <summary>双向认证: whoever connects by TLS must show a certificate that leads to <see cref="Authorities"/>.</summary>
    public bool ClientCertificates { get; init; }

    /// <summary>Where a certificate of our own making is kept.</summary>
    public string Folder { get; init; } = ".data/tls";

    internal bool IsSelfSigned => Port is not null && Certificate is null;

    /// <exception cref="InvalidOperationException">A file cannot be read; the message names it.</exception>
    internal SipTls Load(TimeProvider clock, IPAddress ours)
    {
        if (Certificate is not null) return SipTls.Load(Certificate, Key ?? Certificate, Authorities) with { AsksCallers = ClientCertificates };
        return Port is null ? SipTls.Trusting(Authorities) : SipTls.Trusting(Authorities) with { Certificate = SipTls.SelfSigned(Folder, clock, ours).Certificate, AsksCallers = ClientCertificates };
    }
}
