using Hotline.Tickets.Requesters;

namespace Hotline.Tickets.Attachments;

/// <summary>The files as they lie in the folder: sealed with the key of personal data, each bound to its attachment (原件密封).</summary>
internal sealed class SealedFiles(AttachmentOptions options, PersonalDataKey key)
{
    /// <param name="served">The copy without metadata; null where there is none.</param>
    internal async Task WriteAsync(Guid id, byte[] original, byte[]? served, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Name(id, "original"))!);
        await WriteAsync(id, "original", original, ct);
        if (served is not null) await WriteAsync(id, "served", served, ct);
    }

    internal Task<byte[]?> OriginalAsync(Guid id, CancellationToken ct) => ReadAsync(id, "original", ct);

    internal Task<byte[]?> ServedAsync(Guid id, CancellationToken ct) => ReadAsync(id, "served", ct);

    internal void Erase(Guid id)
    {
        File.Delete(Name(id, "original"));
        File.Delete(Name(id, "served"));
    }

    private async Task WriteAsync(Guid id, string what, byte[] bytes, CancellationToken ct)
    {
        var name = Name(id, what);
        await using (var file = new FileStream(name + ".part", FileMode.Create, FileAccess.Write))
        {
            await file.WriteAsync(key.SealBytes(bytes, $"attachment {what} {id}"), ct);
            file.Flush(flushToDisk: true);
        }

        File.Move(name + ".part", name, overwrite: true);
    }

    private async Task<byte[]?> ReadAsync(Guid id, string what, CancellationToken ct) =>
        File.Exists(Name(id, what)) ? key.OpenBytes(await File.ReadAllBytesAsync(Name(id, what), ct), $"attachment {what} {id}") : null;

    // 256 folders: a million files lie four thousand to a folder
    private string Name(Guid id, string what) => Path.Combine(options.Folder, id.ToString("N")[^2..], $"{id:N}.{what}");
}
