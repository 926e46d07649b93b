using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hotline.Search.Elasticsearch;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Search.Tests.Elasticsearch;

/// <summary>Whom it trusts over TLS, with an authority of its own as Elasticsearch makes one at its first start.</summary>
public sealed class ServerTrustTests : IAsyncLifetime
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly X509Certificate2 _authority = Authority("CN=Elasticsearch security auto-configuration HTTP CA");
    private WebApplication _server = null!;

    public async ValueTask InitializeAsync()
    {
        var certificate = Server(_authority);
        var chain = SslStreamCertificateContext.Create(certificate, [X509CertificateLoader.LoadCertificate(_authority.RawData)], offline: true, SslCertificateTrust.CreateForX509Collection([_authority]));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(new Microsoft.AspNetCore.Server.Kestrel.Https.TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = chain }),
        })));
        _server = builder.Build();
        _server.MapGet("/", () => "{}");
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task The_authority_of_a_file_is_trusted_and_no_other()
    {
        await File.WriteAllTextAsync(_file, _authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
        Assert.True(await IsTrustedAsync(new(Address, CertificateAuthorityFile: _file)));

        await File.WriteAllTextAsync(_file, Authority("CN=another").ExportCertificatePem(), TestContext.Current.CancellationToken);
        Assert.False(await IsTrustedAsync(new(Address, CertificateAuthorityFile: _file)));
    }

    /// <summary>Elasticsearch sends its authority's certificate along; Kestrel leaves it out, so this asks the rule itself.</summary>
    [Fact]
    public void The_fingerprint_of_the_authority_will_do_and_no_other()
    {
        var print = _authority.GetCertHashString(HashAlgorithmName.SHA256);

        Assert.True(IsRight(string.Join(':', print.ToLowerInvariant().Chunk(2).Select(pair => new string(pair))), Server(_authority)));
        Assert.False(IsRight(new string('0', 64), Server(_authority)));
        Assert.False(IsRight(print, Server(Authority(_authority.Subject)))); // sent along, but another signed
    }

    private bool IsRight(string fingerprint, X509Certificate2 server)
    {
        using var sent = new X509Chain { ChainPolicy = { ExtraStore = { _authority } } };
        return ServerTrust.Validation(new(Address, Fingerprint: fingerprint))!(this, server, sent, SslPolicyErrors.RemoteCertificateChainErrors);
    }

    [Fact]
    public async Task A_name_that_the_certificate_does_not_have_is_not_trusted() =>
        Assert.False(await IsTrustedAsync(new(Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), Fingerprint: _authority.GetCertHashString(HashAlgorithmName.SHA256))));

    [Fact]
    public async Task Without_either_the_system_decides() => Assert.False(await IsTrustedAsync(new(Address)));

    private string Address => _server.Urls.Single();

    private static async Task<bool> IsTrustedAsync(ElasticsearchOptions options)
    {
        using var http = ServerTrust.Client(options with { TimeoutSeconds = 60 }); // whom it trusts, not how soon: the other tests take every processor
        try
        {
            return (await http.GetAsync(options.Root, TestContext.Current.CancellationToken)).IsSuccessStatusCode;
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return false;
        }
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    private static X509Certificate2 Server(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3]);
        return signed.CopyWithPrivateKey(key);
    }
}
