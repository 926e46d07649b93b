using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Hotline.Tickets.Auditing;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hotline.Tickets.Partners;

/// <summary>
/// The partner itself, by its key, or an administrator in its place. Whoever shows no right key is turned away before a byte of the body is read,
/// and after some wrong ones an address waits before its next is looked at, right or wrong.
/// </summary>
internal sealed class PartnerGate(PartnerOptions options)
{
    private readonly PartitionedRateLimiter<IPAddress> _wrong = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetTokenBucketLimiter(address, _ => new()
    {
        TokenLimit = options.WrongKeysPerMinute, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromMinutes(1) / options.WrongKeysPerMinute,
    }));

    /// <summary>Before the endpoint itself: its filters run when the body has been read.</summary>
    internal void Guard(IEndpointConventionBuilder endpoints) => endpoints.Add(endpoint =>
    {
        var inner = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = http => PassAsync(http, inner);
    });

    private async Task PassAsync(HttpContext http, RequestDelegate inner)
    {
        if (Turned(http) is { } away) await away.ExecuteAsync(http);
        else await inner(http);
    }

    /// <summary>Null where the way is free.</summary>
    private IResult? Turned(HttpContext http)
    {
        if (!options.All.TryGetValue((string)http.Request.RouteValues["partner"]!, out var partner)) return Problems.NotFound();
        if (http.User.IsInRole(Role.Administrator.Code())) return null;

        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (_wrong.GetStatistics(address) is { CurrentAvailablePermits: < 1 }) return Problems.TooMany(TimeSpan.FromMinutes(1) / options.WrongKeysPerMinute, http);
        if (Knows(partner.Key, http.Request.Headers.Authorization.ToString())) return null;

        using var spent = _wrong.AttemptAcquire(address);
        return TypedResults.Problem(
            title: "联动单位的密钥不正确", type: "urn:hotline:partner-key", statusCode: StatusCodes.Status401Unauthorized,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["english"] = "Send the partner's key: Authorization: Bearer KEY." });
    }

    private static bool Knows(string? key, string header) => !string.IsNullOrEmpty(key)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {key}")), SHA256.HashData(Encoding.UTF8.GetBytes(header)));
}
