using System.Text;
using System.Text.Json;

namespace Hotline.Tickets.Partners;

/// <summary>联动接口: brings one packet to a partner, over HTTP or into its folder of the outbox. Any 2xx is the receipt.</summary>
public sealed class PartnerConnector
{
    // a redirected POST would arrive as a GET without its packet, and be taken for a receipt
    private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(3), AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 16 << 20,
    };

    private readonly PartnerOptions _options;
    private readonly TimeProvider _clock;

    internal PartnerConnector(PartnerOptions options, TimeProvider clock) => (_options, _clock) = (options, clock);

    internal bool HasEndpoint(string partner) => _options.All.TryGetValue(partner, out var line) && line.Endpoint is not null;

    /// <summary>Completes when the packet is with the partner, or on the disk.</summary>
    /// <exception cref="HttpRequestException">The partner did not take it.</exception>
    /// <exception cref="IOException">It could not be written.</exception>
    public async Task SendAsync(string partner, string packet, CancellationToken ct)
    {
        if (_options.All.GetValueOrDefault(partner)?.Endpoint is { } endpoint) await PostAsync(endpoint, packet, ct);
        else await WriteAsync(Path.Combine(_options.Outbox, partner), packet, ct);
    }

    /// <summary>Null where the link carries; otherwise the kind of failure. Any answer at all below 500 is one, but not a redirection.</summary>
    internal async Task<string?> ProbeAsync(string partner, CancellationToken ct)
    {
        if (_options.All[partner].Endpoint is not { } endpoint) return null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, endpoint);
            using var answer = await Http.SendAsync(request, ct);
            return (int)answer.StatusCode is >= 300 and < 400 or >= 500 && answer.StatusCode != System.Net.HttpStatusCode.NotImplemented ? KindOf(answer) : null;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return KindOf(e);
        }
    }

    /// <summary>Without data of the packet.</summary>
    public static string KindOf(Exception e) => e is HttpRequestException { StatusCode: { } status } ? $"HTTP {(int)status}" : e is HttpRequestException { HttpRequestError: var error } ? error.ToString() : e.GetType().Name;

    /// <summary>The partner's own ledger of a day; null where it has no address.</summary>
    /// <exception cref="HttpRequestException">It was not to be had.</exception>
    /// <exception cref="JsonException">It is no ledger.</exception>
    internal async Task<IReadOnlyList<LedgerEntry>?> LedgerAsync(string partner, DateOnly day, CancellationToken ct)
    {
        if (_options.All[partner].Ledger is not { } address) return null;
        var text = await Http.GetStringAsync(new Uri($"{address}{(address.Query.Length > 0 ? '&' : '?')}day={day:yyyy-MM-dd}"), ct);
        return EventStore.EventJson.Read<List<LedgerEntry>>(text);
    }

    private static string KindOf(HttpResponseMessage answer) => $"HTTP {(int)answer.StatusCode}";

    private static async Task PostAsync(Uri endpoint, string packet, CancellationToken ct)
    {
        using var body = new StringContent(packet, Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(endpoint, body, ct);
        answer.EnsureSuccessStatusCode();
    }

    private async Task WriteAsync(string folder, string packet, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{_clock.GetUtcNow():yyyyMMddHHmmssfff}-{Guid.NewGuid():N}.json");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // a number and a citizen's words
        await using (var part = new FileStream(file + ".part", options)) await part.WriteAsync(Encoding.UTF8.GetBytes(packet), ct);
        File.Move(file + ".part", file);
    }
}
