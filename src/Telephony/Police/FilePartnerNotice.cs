namespace Hotline.Telephony.Police;

/// <summary>Leaves packets in a folder for another program to fetch: one file each, complete once it has its name.</summary>
internal sealed class FilePartnerNotice(string folder) : IPartnerNotice
{
    public string Way => "file";

    public Task SendAsync(PartnerPacket packet, CancellationToken ct) => PacketPost.WriteAsync(folder, $"{packet.Correlation}-{packet.At:yyyyMMddHHmmssfff}", packet.ToJson(), ct);
}
