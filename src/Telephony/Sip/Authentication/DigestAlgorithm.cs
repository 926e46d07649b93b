using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Telephony.Sip.Authentication;

/// <summary>The hash of an authentication (RFC 8760 section 2).</summary>
internal enum DigestAlgorithm
{
    Md5,
    Sha256,
}

internal static class DigestAlgorithms
{
    internal static string Name(this DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Md5 ? "MD5" : "SHA-256";

    /// <summary>Null for one we do not know; a challenge that names none means MD5 (RFC 7616 section 3.3).</summary>
    internal static DigestAlgorithm? Find(string? name) => name?.ToUpperInvariant() switch
    {
        null or "MD5" => DigestAlgorithm.Md5,
        "SHA-256" => DigestAlgorithm.Sha256,
        _ => null,
    };

    [SuppressMessage("Security", "CA5351", Justification = "RFC 7616 has MD5 for the many phones and trunks that know nothing newer; SHA-256 is offered first")]
    internal static string Hash(this DigestAlgorithm algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(algorithm == DigestAlgorithm.Md5 ? MD5.HashData(bytes) : SHA256.HashData(bytes));
    }
}
