using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hotline.Telephony.Sip;

/// <summary>Who we are over TLS, and whom we believe (RFC 3261 section 26.3.1, RFC 5922).</summary>
public sealed record SipTls
{
    /// <summary>Shown to whoever connects, and to servers that ask for one. Needed to listen.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Roots that peers' certificates must lead to; the system's where it is empty.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];

    /// <summary>Whoever connects must show a certificate that leads to <see cref="Authorities"/> (mutual TLS, RFC 5922 section 7.4).</summary>
    public bool AsksCallers { get; init; }

    /// <summary>Peers we call need no trusted certificate: for trials only.</summary>
    public bool TrustsAnybody { get; init; }

    /// <summary>Reads PEM files.</summary>
    /// <exception cref="InvalidOperationException">A file is missing or unreadable; the message names it.</exception>
    public static SipTls Load(string certificate, string key, string? authorities = null)
    {
        try
        {
            return Trusting(authorities) with { Certificate = X509Certificate2.CreateFromPemFile(certificate, key) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidOperationException(
                $"The TLS certificate {certificate} with key {key} cannot be read ({e.Message}): name PEM files of one certificate and its key.", e);
        }
    }

    /// <param name="authorities">A PEM file; null for the system's.</param>
    internal static SipTls Trusting(string? authorities)
    {
        var roots = new X509Certificate2Collection();
        if (authorities is null) return new();
        try
        {
            roots.ImportFromPemFile(authorities);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidOperationException($"The TLS authorities {authorities} cannot be read ({e.Message}): name a PEM file of certificates.", e);
        }

        return roots.Count > 0 ? new() { Authorities = roots } : throw new InvalidOperationException($"The TLS authorities {authorities} hold no certificate: name a PEM file of certificates.");
    }

    /// <summary>A certificate of our own making for trials: made once, kept in <paramref name="folder"/>. Nobody but us trusts it.</summary>
    public static SipTls SelfSigned(string folder, TimeProvider clock, params IPAddress[] addresses)
    {
        var (certificate, key) = (Path.Combine(folder, "sip.pem"), Path.Combine(folder, "sip.key"));
        if (!File.Exists(certificate) || !File.Exists(key)) Make(certificate, key, clock.GetUtcNow(), addresses);
        return Load(certificate, key);
    }

    internal SslServerAuthenticationOptions Server() => new()
    {
        ServerCertificate = Certificate, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13, ClientCertificateRequired = AsksCallers,
        CertificateChainPolicy = AsksCallers ? Policy() : null, // without authorities nobody gets in
        RemoteCertificateValidationCallback = AsksCallers ? (_, shown, _, errors) => shown is not null && errors == SslPolicyErrors.None : null,
    };

    /// <param name="host">The name or address that the certificate must be for.</param>
    internal SslClientAuthenticationOptions Client(string host) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificates = Certificate is null ? null : [Certificate],
        CertificateChainPolicy = Authorities.Count == 0 ? null : Policy(),
        RemoteCertificateValidationCallback = (_, _, _, errors) => TrustsAnybody || errors == SslPolicyErrors.None,
    };

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(Authorities);
        return policy;
    }

    private static void Make(string certificate, string key, DateTimeOffset now, IPAddress[] addresses)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=hotline", pair, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Environment.MachineName);
        foreach (var address in addresses) names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(2));

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(certificate))!);
        File.WriteAllText(certificate, made.ExportCertificatePem());
        using var secret = new FileStream(key, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        secret.Write(System.Text.Encoding.ASCII.GetBytes(pair.ExportPkcs8PrivateKeyPem()));
    }
}
