using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Hotline.Tickets.Delivery;

/// <summary>
/// The channel where no gateway is connected: each message becomes one JSON file in a folder, whole or not at all, for a
/// gateway's own program to take. A message that comes again finds its file and changes nothing.
/// </summary>
internal sealed class FileChannel(DeliveryOptions options) : IMessageChannel
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public bool Serves(DeliveryChannel channel) => channel != DeliveryChannel.Web;

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        var folder = Path.Combine(options.Folder, message.Channel.Code());
        var file = Path.Combine(folder, $"{message.IdempotencyKey}.json");
        if (File.Exists(file)) return new SendResult.Taken(Path.GetFileName(file));

        MakePrivate(folder);
        var whole = Path.Combine(folder, $".{message.IdempotencyKey}.{Guid.NewGuid():N}");
        await using (var stream = new FileStream(whole, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            await JsonSerializer.SerializeAsync(stream, message, Json, ct);
            stream.Flush(flushToDisk: true);
        }

        File.Move(whole, file, overwrite: true);
        return new SendResult.Taken(Path.GetFileName(file));
    }

    /// <summary>Numbers stand in these files: nobody else may look.</summary>
    private static void MakePrivate(string folder)
    {
        if (!Directory.Exists(folder)) Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
