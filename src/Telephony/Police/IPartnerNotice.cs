namespace Hotline.Telephony.Police;

/// <summary>Sends a packet to a partner line (随转信息推送): over HTTP where an endpoint is configured, into files otherwise.</summary>
public interface IPartnerNotice
{
    /// <summary>For the record: http or file.</summary>
    string Way { get; }

    /// <summary>Completes when the packet is with the partner, or on the disk.</summary>
    /// <exception cref="HttpRequestException">The partner did not take it.</exception>
    /// <exception cref="IOException">It could not be written.</exception>
    Task SendAsync(PartnerPacket packet, CancellationToken ct);

    /// <summary>As the settings say; a host may put a ledger before it.</summary>
    static IPartnerNotice Of(TelephonyOptions options) => options.PartnerEndpoint is { } endpoint ? new HttpPartnerNotice(endpoint, options.PartnerKey) : new FilePartnerNotice(options.Outbox);
}
