using System.Security.Cryptography;

namespace Hotline.Telephony.Recordings;

/// <summary>
/// The keys that recordings are sealed with, kept apart from the recordings: a file of one key a line (32 bytes, base64). The first
/// seals; the others still open what they sealed, so a key is changed by a new first line. Lost keys are lost recordings.
/// </summary>
internal sealed class RecordingKeys
{
    private const int KeyBytes = 32;

    private readonly Dictionary<ulong, byte[]> _keys = [];

    private RecordingKeys(IEnumerable<byte[]> keys)
    {
        foreach (var key in keys)
        {
            _keys[Id(key)] = key;
            Current ??= key;
        }
    }

    internal byte[] Current { get; } = null!;

    /// <summary>Reads the file; makes one with a new key where there is none.</summary>
    /// <exception cref="InvalidOperationException">A line is no key; the message says which.</exception>
    internal static RecordingKeys Load(string path)
    {
        if (!File.Exists(path)) Create(path);
        var lines = File.ReadAllLines(path).Select((text, i) => (Text: text.Trim(), Number: i + 1)).Where(l => l.Text.Length > 0).ToList();
        if (lines.Count == 0) throw new InvalidOperationException($"Telephony:RecordingKeyFile {path} is empty. Restore it from its backup: without it recordings cannot be heard.");
        return new(lines.Select(l => Parse(path, l.Number, l.Text)));
    }

    /// <summary>Null where the key is not in the file any more.</summary>
    internal byte[]? Find(ulong id) => _keys.GetValueOrDefault(id);

    /// <summary>Tells keys apart and nothing about them.</summary>
    internal static ulong Id(byte[] key) => BitConverter.ToUInt64(SHA256.HashData(key), 0);

    private static byte[] Parse(string path, int line, string text)
    {
        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(text, key, out var length) && length == KeyBytes
            ? key
            : throw new InvalidOperationException($"Telephony:RecordingKeyFile {path}, line {line}: not {KeyBytes} bytes in base64. Make one with: head -c {KeyBytes} /dev/urandom | base64");
    }

    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var mine = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(mine, options)) file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        try
        {
            File.Move(mine, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(mine); // another host was first: its key holds
        }
    }
}
