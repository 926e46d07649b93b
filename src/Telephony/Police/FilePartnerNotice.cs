using System.Text.Json;
using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Police;

/// <summary>Leaves packets in a folder for another program to fetch: one file each, complete once it has its name.</summary>
internal sealed class FilePartnerNotice(string folder) : IPartnerNotice
{
    public string Way => "file";

    public async Task SendAsync(PartnerPacket packet, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{packet.Correlation}-{packet.At:yyyyMMddHHmmssfff}.json");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // a number and a citizen's words
        await using (var part = new FileStream(file + ".part", options)) await JsonSerializer.SerializeAsync(part, packet, CallJson.Options, ct);
        File.Move(file + ".part", file, overwrite: true);
    }
}
