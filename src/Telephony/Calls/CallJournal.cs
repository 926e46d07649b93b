using System.Text;
using System.Text.Json;

namespace Hotline.Telephony.Calls;

/// <summary>
/// Where the call log waits on disk while the database is away: a file of JSON lines. Lines that cannot be read or that the
/// database refuses for ever go to a file beside it, so that they block nobody and nothing is lost. Used by one writer only.
/// </summary>
internal sealed class CallJournal(string file)
{
    private const int Chunk = 256;

    internal bool IsEmpty => !File.Exists(file);

    internal string Refused => file + ".refused";

    internal void Append(IEnumerable<LogEntry> entries) => AppendLines(file, entries.Select(e => JsonSerializer.Serialize(e, CallJson.Options)));

    internal void Refuse(LogEntry entry) => AppendLines(Refused, [JsonSerializer.Serialize(entry, CallJson.Options)]);

    /// <summary>Gives every entry, oldest first, to <paramref name="store"/>, then forgets them all. When it throws, all are kept.</summary>
    internal async Task ReplayAsync(Func<IReadOnlyList<LogEntry>, Task> store)
    {
        foreach (var lines in File.ReadLines(file).Chunk(Chunk)) await store([.. lines.Select(Parse).OfType<LogEntry>()]);
        File.Delete(file);
    }

    private LogEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<LogEntry>(line, CallJson.Options);
        }
        catch (JsonException)
        {
            AppendLines(Refused, [line]); // the tail of a crash
            return null;
        }
    }

    private static void AppendLines(string to, IEnumerable<string> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
        // it holds callers' numbers
        using var stream = new FileStream(
            to, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        foreach (var line in lines) writer.Write(line + "\n");
    }
}
