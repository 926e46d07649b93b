using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hotline.Telephony.Calls;

/// <summary>
/// Where the call log waits on disk while the database is away: a file of sealed JSON lines. Lines that cannot be read or that the
/// database refuses for ever go to a file beside it, so that they block nobody and nothing is lost. Used by one writer only.
/// </summary>
internal sealed class CallJournal(string file, NumberSeal numbers)
{
    private const int Chunk = 1024;

    private int _stored; // lines

    internal bool IsEmpty => !File.Exists(file);

    internal string Refused => file + ".refused";

    internal void Append(IEnumerable<LogEntry> entries) => AppendLines(file, entries.Select(Line));

    internal void Refuse(LogEntry entry) => AppendLines(Refused, [Line(entry)]);

    private string Line(LogEntry entry) => numbers.SealLine(JsonSerializer.Serialize(entry, CallJson.Options));

    /// <summary>
    /// Gives the entries, oldest first, to <paramref name="store"/>, as long as <paramref name="goOn"/> holds, and forgets them all once
    /// the last is stored. When it throws, that part is given again the next time; after a restart all are.
    /// </summary>
    internal async Task ReplayAsync(Func<IReadOnlyList<LogEntry>, Task> store, Func<bool> goOn)
    {
        foreach (var lines in File.ReadLines(file).Skip(_stored).Chunk(Chunk))
        {
            if (!goOn()) return;
            await store([.. lines.Select(Parse).OfType<LogEntry>()]);
            _stored += lines.Length;
        }

        File.Delete(file);
        _stored = 0;
    }

    private LogEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<LogEntry>(numbers.OpenLine(line), CallJson.Options);
        }
        catch (Exception e) when (e is JsonException or FormatException or CryptographicException or OverflowException)
        {
            AppendLines(Refused, [line]); // the tail of a crash
            return null;
        }
    }

    private static void AppendLines(string to, IEnumerable<string> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
        // what was said and by whom: sealed, and for nobody else
        using var stream = new FileStream(
            to, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        foreach (var line in lines) writer.Write(line + "\n");
    }
}
