using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hotline.Search.Elasticsearch;

/// <summary>Whom to trust as the Elasticsearch: the system's authorities, or the one whose certificate or fingerprint is set, and only that one.</summary>
internal static class ServerTrust
{
    internal static HttpClient Client(ElasticsearchOptions options)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = options.QuestionTimeout };
        if (Validation(options) is { } validation) handler.SslOptions.RemoteCertificateValidationCallback = validation;
        return new(handler) { BaseAddress = options.Root, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Null for the system's own.</summary>
    internal static RemoteCertificateValidationCallback? Validation(ElasticsearchOptions options)
    {
        if (options is { CertificateAuthorityFile: null, Fingerprint: null }) return null;
        var authority = options.CertificateAuthorityFile is { } file ? X509CertificateLoader.LoadCertificateFromFile(file) : null;
        return (_, certificate, chain, errors) =>
            (errors & (SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateNotAvailable)) == SslPolicyErrors.None
            && certificate is not null && (authority ?? Presented(chain, options.Sha256)) is { } root
            && (options.Sha256 is null || Print(root) == options.Sha256) && SignedBy(root, certificate, chain);
    }

    private static X509Certificate2? Presented(X509Chain? chain, string? print) => chain?.ChainElements.Select(element => element.Certificate).Concat(chain.ChainPolicy.ExtraStore).FirstOrDefault(c => Print(c) == print);

    private static bool SignedBy(X509Certificate2 root, X509Certificate certificate, X509Chain? chain)
    {
        using var own = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        own.ChainPolicy.CustomTrustStore.Add(root);
        if (chain is not null) own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        using var server = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return own.Build(server);
    }

    private static string Print(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);
}
