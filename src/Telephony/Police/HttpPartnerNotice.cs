using System.Text;

namespace Hotline.Telephony.Police;

/// <summary>Posts packets as JSON to the partner's endpoint; any 2xx is a receipt.</summary>
internal sealed class HttpPartnerNotice(Uri endpoint) : IPartnerNotice
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false });

    public string Way => "http";

    public async Task SendAsync(PartnerPacket packet, CancellationToken ct)
    {
        using var body = new StringContent(packet.ToJson(), Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(endpoint, body, ct);
        response.EnsureSuccessStatusCode();
    }
}
