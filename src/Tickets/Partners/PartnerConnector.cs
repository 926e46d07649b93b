using System.Text.Json;

namespace Hotline.Tickets.Partners;

/// <summary>联动接口: brings one packet to a partner, over HTTP or into its folder of the outbox.</summary>
public sealed class PartnerConnector
{
    private readonly PartnerOptions _options;
    private readonly TimeProvider _clock;

    internal PartnerConnector(PartnerOptions options, TimeProvider clock) => (_options, _clock) = (options, clock);

    internal bool HasEndpoint(string partner) => _options.All.TryGetValue(partner, out var line) && line.Endpoint is not null;

    /// <summary>Completes when the packet is with the partner, or on the disk.</summary>
    /// <exception cref="HttpRequestException">The partner did not take it.</exception>
    /// <exception cref="IOException">It could not be written.</exception>
    public Task SendAsync(string partner, string packet, CancellationToken ct) => _options.All.GetValueOrDefault(partner) is { Endpoint: { } endpoint } line
        ? PacketPost.SendAsync(endpoint, line.SendKey, packet, ct)
        : PacketPost.WriteAsync(Path.Combine(_options.Outbox, partner), $"{_clock.GetUtcNow():yyyyMMddHHmmssfff}-{Guid.NewGuid():N}", packet, ct);

    /// <summary>Null where the link carries; otherwise the kind of failure.</summary>
    internal async Task<string?> ProbeAsync(string partner, CancellationToken ct) => _options.All[partner] is { Endpoint: { } endpoint } line ? await PacketPost.ProbeAsync(endpoint, line.SendKey, ct) : null;

    /// <summary>Without data of the packet.</summary>
    public static string KindOf(Exception e) => PacketPost.KindOf(e);

    /// <summary>The partner's own ledger of a day; null where it has no address.</summary>
    /// <exception cref="HttpRequestException">It was not to be had.</exception>
    /// <exception cref="JsonException">It is no ledger.</exception>
    internal async Task<IReadOnlyList<LedgerEntry>?> LedgerAsync(string partner, DateOnly day, CancellationToken ct)
    {
        if (_options.All[partner] is not { Ledger: { } address } line) return null;
        return EventStore.EventJson.Read<List<LedgerEntry>>(await PacketPost.ReadAsync(new Uri($"{address}{(address.Query.Length > 0 ? '&' : '?')}day={day:yyyy-MM-dd}"), line.SendKey, ct));
    }
}
