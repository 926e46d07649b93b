using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Sip.Authentication;

/// <summary>What came of somebody's credentials.</summary>
internal enum DigestVerdict
{
    /// <summary>None for our realm.</summary>
    Missing,
    /// <summary>Right but for a nonce that is too old or used up: asking again needs no new password.</summary>
    Stale,
    Wrong,
    Good,
}

/// <summary>
/// Challenges and checks (RFC 7616, RFC 8760). A nonce is the time and our seal on it, so that a challenge costs no memory; only nonces
/// that were used rightly are remembered, with their highest count, so that nothing recorded on the wire works twice.
/// </summary>
/// <param name="sha256">Asks for it too; see <see cref="Registration.RegistrarOptions.Sha256"/>.</param>
internal sealed class DigestServer(string realm, TimeProvider clock, bool sha256 = true)
{
    private const int MaxNonces = 50_000;
    private static readonly TimeSpan NonceLife = TimeSpan.FromMinutes(5);

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<string, uint> _counts = [];

    internal string Realm => realm;

    /// <summary>WWW-Authenticate lines, the better algorithm first.</summary>
    internal string Challenge(bool stale)
    {
        var fields = $"realm=\"{realm}\", qop=\"auth\", nonce=\"{NewNonce()}\"{(stale ? ", stale=true" : "")}";
        DigestAlgorithm[] order = sha256 ? [DigestAlgorithm.Sha256, DigestAlgorithm.Md5] : [DigestAlgorithm.Md5];
        return string.Concat(order.Select(a => $"WWW-Authenticate: Digest {fields}, algorithm={a.Name()}\r\n"));
    }

    /// <param name="user">Whom the credentials must be of.</param>
    /// <param name="ha1">Its hash by algorithm; null where the user has none of that algorithm.</param>
    internal DigestVerdict Check(SipMessage request, string user, Func<DigestAlgorithm, string?> ha1)
    {
        var credentials = request.All(Header.Authorization).Select(l => DigestFields.TryParse(l, out var f) ? f : null).FirstOrDefault(f => f?["realm"] == realm);
        if (credentials is null) return DigestVerdict.Missing;
        if (!IsRight(credentials, request, user, ha1)) return DigestVerdict.Wrong;
        return IsFresh(credentials["nonce"]!) && CountsUp(credentials["nonce"]!, credentials["nc"]!) ? DigestVerdict.Good : DigestVerdict.Stale;
    }

    private static bool IsRight(DigestFields credentials, SipMessage request, string user, Func<DigestAlgorithm, string?> ha1)
    {
        if (DigestAlgorithms.Find(credentials["algorithm"]) is not { } algorithm || credentials["username"] != user || ha1(algorithm) is not { } hash) return false;
        if (credentials["qop"] != "auth" || credentials is not { } c || c["nonce"] is not { } nonce || c["nc"] is not { } nc || c["cnonce"] is not { } cnonce) return false;
        if (c["uri"] is not { } uri || c["response"] is not { } response || !IsSameUri(uri, request.RequestUri)) return false;
        var right = DigestResponse.Of(algorithm, hash, request.Method, uri, nonce, "auth", nc, cnonce);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(right), Encoding.UTF8.GetBytes(response.ToLowerInvariant()));
    }

    /// <summary>Credentials made for another address must not serve here; a proxy may have changed the parameters.</summary>
    private static bool IsSameUri(string signed, string requested) =>
        signed == requested || (SipUri.TryParse(signed, out var a) && SipUri.TryParse(requested, out var b) && (a.User, a.Host) == (b.User, b.Host));

    private string NewNonce()
    {
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, clock.GetUtcNow().UtcTicks);
        Span<byte> salt = stackalloc byte[8];
        RandomNumberGenerator.Fill(salt);
        byte[] body = [.. time, .. salt];
        return Convert.ToHexStringLower([.. body, .. HMACSHA256.HashData(_secret, body).AsSpan(0, 16)]);
    }

    private bool IsFresh(string nonce)
    {
        var bytes = new byte[32];
        if (nonce.Length != 64 || Convert.FromHexString(nonce, bytes, out _, out _) != OperationStatus.Done) return false;
        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_secret, bytes.AsSpan(0, 16)).AsSpan(0, 16), bytes.AsSpan(16))) return false;
        var age = clock.GetUtcNow().UtcTicks - BinaryPrimitives.ReadInt64BigEndian(bytes);
        return age >= 0 && age < NonceLife.Ticks;
    }

    /// <summary>Each use of a nonce counts one up (RFC 7616 section 3.4.5): a count seen before is a replay.</summary>
    private bool CountsUp(string nonce, string nc)
    {
        if (nc.Length != 8 || !uint.TryParse(nc, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var count)) return false;
        if (_counts.TryGetValue(nonce, out var last) && count <= last) return false;
        if (_counts.Count >= MaxNonces) ForgetOld();
        _counts[nonce] = count;
        return true;
    }

    private void ForgetOld()
    {
        foreach (var nonce in _counts.Keys.Where(n => !IsFresh(n)).ToList()) _counts.Remove(nonce);
    }
}
