using System.Security.Cryptography;
using System.Text;

namespace Hotline;

/// <summary>
/// Seals personal data (AES-256-GCM) and makes keyed fingerprints (HMAC-SHA-256) to find them by. The key is a file that only
/// its owner may read, never in the database: a copy of the database alone tells nobody's number.
/// </summary>
internal sealed class PersonalDataKey
{
    private const int KeyBytes = 32, NonceBytes = 12, TagBytes = 16;
    private readonly byte[] _sealing;
    private readonly byte[] _finding;

    internal PersonalDataKey(byte[] secret)
    {
        _sealing = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyBytes, info: "seal"u8.ToArray());
        _finding = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyBytes, info: "find"u8.ToArray());
    }

    /// <summary>Reads the key's file, or makes it (0600) where there is none.</summary>
    /// <param name="setting">That names the file, for the error.</param>
    /// <exception cref="InvalidOperationException">The file is no key.</exception>
    internal static PersonalDataKey FromFile(string path, string setting)
    {
        if (!File.Exists(path)) Create(path);
        var secret = File.ReadAllBytes(path);
        return secret.Length == KeyBytes
            ? new(secret)
            : throw new InvalidOperationException($"{setting} {path} holds {secret.Length} bytes and must hold {KeyBytes}. Restore it from its backup: without it personal data cannot be read.");
    }

    /// <param name="of">What it belongs to: sealed data cannot be moved to another row.</param>
    internal byte[] SealBytes(ReadOnlySpan<byte> plain, string of)
    {
        var whole = new byte[NonceBytes + TagBytes + plain.Length].AsSpan();
        var nonce = whole[..NonceBytes];
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_sealing, TagBytes);
        aes.Encrypt(nonce, plain, whole[(NonceBytes + TagBytes)..], whole.Slice(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(of));
        return whole.ToArray();
    }

    /// <exception cref="CryptographicException">Another key, another owner, or somebody changed it.</exception>
    internal byte[] OpenBytes(ReadOnlySpan<byte> whole, string of)
    {
        var plain = new byte[whole.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_sealing, TagBytes);
        aes.Decrypt(whole[..NonceBytes], whole[(NonceBytes + TagBytes)..], whole.Slice(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(of));
        return plain;
    }

    /// <summary>Equal for equal text, and tells nothing without the key.</summary>
    internal byte[] Fingerprint(string kind, string text) => HMACSHA256.HashData(_finding, Encoding.UTF8.GetBytes($"{kind}\u001f{text}"));

    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var mine = $"{path}.{Guid.NewGuid():N}";
        using (var file = new FileStream(mine, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            file.Flush(flushToDisk: true);
        }

        try { File.Move(mine, path, overwrite: false); }
        catch (IOException) when (File.Exists(path)) { File.Delete(mine); /* another host was faster: its key holds */ }
    }
}
