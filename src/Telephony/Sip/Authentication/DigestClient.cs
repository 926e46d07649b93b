using System.Globalization;
using System.Security.Cryptography;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Sip.Authentication;

/// <summary>Our name and password at one peer, and the answers to its challenges (RFC 3261 section 22.2, RFC 7616).</summary>
internal sealed class DigestClient(string user, string password)
{
    private string? _nonce;
    private uint _uses;

    /// <summary>The header line that answers the challenge in a 401 or 407; null where it asks for what we do not know.</summary>
    internal string? Answer(SipMessage challenged, string method, string uri)
    {
        var proxy = challenged.Status == 407;
        var challenges = challenged.All(proxy ? Header.ProxyAuthenticate : Header.WwwAuthenticate);
        // The topmost that we know is the peer's preference (RFC 8760 section 2.4)
        var best = challenges.Select(Readable).FirstOrDefault(c => c is not null);
        return best is null ? null : $"{(proxy ? "Proxy-Authorization" : "Authorization")}: {Credentials(best, method, uri)}\r\n";
    }

    /// <summary>The answer was right but for its nonce (RFC 7616 section 3.3).</summary>
    internal static bool IsStale(SipMessage challenged) =>
        challenged.All(challenged.Status == 407 ? Header.ProxyAuthenticate : Header.WwwAuthenticate)
            .Any(line => DigestFields.TryParse(line, out var fields) && string.Equals(fields["stale"], "true", StringComparison.OrdinalIgnoreCase));

    private static DigestFields? Readable(string line) =>
        DigestFields.TryParse(line, out var fields) && fields["nonce"] is not null && fields["realm"] is not null
        && DigestAlgorithms.Find(fields["algorithm"]) is not null && (fields["qop"] is null || OffersAuth(fields["qop"]!)) ? fields : null;

    private static bool OffersAuth(string qop) => qop.Split(',', StringSplitOptions.TrimEntries).Contains("auth", StringComparer.OrdinalIgnoreCase);

    private string Credentials(DigestFields challenge, string method, string uri)
    {
        var (realm, nonce) = (challenge["realm"]!, challenge["nonce"]!);
        var algorithm = DigestAlgorithms.Find(challenge["algorithm"])!.Value;
        var qop = challenge["qop"] is null ? null : "auth";
        var nc = NextUse(nonce).ToString("x8", CultureInfo.InvariantCulture);
        var cnonce = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var response = DigestResponse.Of(algorithm, DigestResponse.Ha1(algorithm, user, realm, password), method, uri, nonce, qop, nc, cnonce);
        var opaque = challenge["opaque"] is { } o ? $", opaque=\"{Quoted(o)}\"" : "";
        var protection = qop is null ? "" : $", qop=auth, nc={nc}, cnonce=\"{cnonce}\"";
        return $"Digest username=\"{Quoted(user)}\", realm=\"{Quoted(realm)}\", nonce=\"{Quoted(nonce)}\", uri=\"{uri}\", "
            + $"response=\"{response}\", algorithm={algorithm.Name()}{protection}{opaque}";
    }

    private uint NextUse(string nonce)
    {
        _uses = nonce == _nonce ? _uses + 1 : 1;
        _nonce = nonce;
        return _uses;
    }

    private static string Quoted(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"");
}
