using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Prompts;

/// <summary>What administrators do with prompts (提示音): listen, and put another recording in place. Calls take it within a second.</summary>
public sealed class PromptDesk(Switchboard switchboard, TelephonyOptions options, TimeProvider clock)
{
    private const int LargestFile = 8_000_000;

    /// <summary>The file of a prompt that the manifest lists; null where it or its file is not there.</summary>
    public FileInfo? Find(string id) => switchboard.Prompts.FirstOrDefault(p => p.Id == id) is { } prompt && new FileInfo(Path.Combine(options.Prompts, prompt.File)) is { Exists: true } file ? file : null;

    /// <summary>Puts a WAV in the place of a prompt's file; the old one stays beside it under the time it was taken out.</summary>
    /// <returns>Null when it is done.</returns>
    public async Task<CallRefusal?> ReplaceAsync(string id, Stream wav, CancellationToken ct)
    {
        if (switchboard.Prompts.FirstOrDefault(p => p.Id == id) is not { } prompt) return Unknown;
        var file = Path.Combine(options.Prompts, prompt.File);
        var fresh = $"{file}.{Guid.NewGuid():N}";
        try
        {
            await using (var copy = File.Create(fresh)) await CopyAsync(wav, copy, ct);
            Prompt.Load(fresh);
            if (File.Exists(file)) File.Move(file, $"{file}.{clock.GetUtcNow():yyyyMMddHHmmss}", overwrite: true);
            File.Move(fresh, file);
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return e is InvalidDataException ? NoWave : CannotWrite;
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>Gives prompts other words or files, and adds those the manifest does not list; all or none.</summary>
    /// <returns>Null when it is done.</returns>
    public async Task<CallRefusal?> DescribeAsync(IReadOnlyList<PromptEntry> entries, CancellationToken ct)
    {
        if (entries.Any(e => !PromptEntry.IsFile(e.File))) return NoWave;
        var manifest = Path.Combine(options.Prompts, "prompts.json");
        var fresh = $"{manifest}.{Guid.NewGuid():N}";
        try
        {
            await File.WriteAllTextAsync(fresh, PromptManifest.With(await File.ReadAllTextAsync(manifest, ct), entries), ct);
            File.Move(fresh, manifest, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            return CannotWrite;
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken ct)
    {
        var buffer = new byte[81920];
        for (long all = 0, read; (read = await from.ReadAsync(buffer, ct)) > 0;)
        {
            if ((all += read) > LargestFile) throw new InvalidDataException("The file is too large.");
            await to.WriteAsync(buffer.AsMemory(0, (int)read), ct);
        }
    }

    internal static CallRefusal Unknown { get; } = new("no-such-prompt", "提示音清单中没有这一条", "The manifest lists no such prompt.");
    internal static CallRefusal NoWave { get; } = new("no-wave", "请上传不超过 8 MB 的 WAV：8 kHz 或 16 kHz，PCM、A 律或 μ 律", "A WAV of at most 8 MB is wanted: 8 or 16 kHz, PCM, A-law or μ-law.");
    internal static CallRefusal CannotWrite { get; } = new("cannot-write", "提示音文件夹不可写，请检查主机权限", "The folder of prompts cannot be written; look at its permissions.");
}
