namespace Hotline.Telephony.Police;

/// <summary>Posts packets as JSON to the partner's endpoint; any 2xx is a receipt.</summary>
internal sealed class HttpPartnerNotice(Uri endpoint, string? key) : IPartnerNotice
{
    public string Way => "http";

    public Task SendAsync(PartnerPacket packet, CancellationToken ct) => PacketPost.SendAsync(endpoint, key, packet.ToJson(), ct);
}
