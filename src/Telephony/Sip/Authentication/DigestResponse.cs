namespace Hotline.Telephony.Sip.Authentication;

/// <summary>The hashes both sides compute (RFC 7616 section 3.4).</summary>
internal static class DigestResponse
{
    internal static string Ha1(DigestAlgorithm algorithm, string user, string realm, string password) => algorithm.Hash($"{user}:{realm}:{password}");

    /// <param name="qop">Null as before RFC 2617: then nc and cnonce do not count.</param>
    internal static string Of(DigestAlgorithm algorithm, string ha1, string method, string uri, string nonce, string? qop, string nc, string cnonce)
    {
        var ha2 = algorithm.Hash($"{method}:{uri}");
        return algorithm.Hash(qop is null ? $"{ha1}:{nonce}:{ha2}" : $"{ha1}:{nonce}:{nc}:{cnonce}:{qop}:{ha2}");
    }
}
