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
        await File.WriteAllTextAsync(file + ".part", JsonSerializer.Serialize(packet, CallJson.Options), ct);
        File.Move(file + ".part", file, overwrite: true);
    }
}
