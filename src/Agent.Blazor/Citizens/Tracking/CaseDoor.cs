using System.Text.Json;
using Hotline.Agent.Blazor.Citizens.Reporting;
using Hotline.Tickets;
using Hotline.Tickets.Citizens;
using Microsoft.AspNetCore.DataProtection;

namespace Hotline.Agent.Blazor.Citizens.Tracking;

/// <summary>Number and query code as one browser showed them, for half an hour.</summary>
/// <param name="Proven">A code came back from the number on record, too.</param>
internal sealed record CaseKey(string Number, string Code, DateTimeOffset Until, bool Proven);

/// <summary>
/// Keeps a citizen's own ticket open between its pages 查询会话: number and code lie encrypted in a cookie of the browser, in no address and
/// no page. Each page looks the code up again, so that what is erased is gone at once.
/// </summary>
public sealed class CaseDoor(IDataProtectionProvider protection, CitizenLookup lookup, TimeProvider clock)
{
    internal const string Start = "/track";
    private const string Cookie = "hotline-case";
    private static readonly TimeSpan Open = TimeSpan.FromMinutes(30);
    private readonly IDataProtector _seal = protection.CreateProtector("hotline.citizen-case");

    /// <summary>Tries number and code; a right one opens the door.</summary>
    internal async Task<LookupResult> EnterAsync(HttpContext http, TicketNumber number, QueryCode code)
    {
        var result = await lookup.FindAsync(number, code, ReportFlow.Address(http), http.RequestAborted);
        if (result is LookupResult.Found) Keep(http, new(number.Digits, code.Digits, clock.GetUtcNow() + Open, Proven: false));
        return result;
    }

    /// <summary>The ticket whose door is open; null where none is.</summary>
    internal async Task<(LookupResult.Found Found, bool Proven)?> InsideAsync(HttpContext http)
    {
        ReportFlow.Private(http);
        if (Read(http) is not { } key || key.Until <= clock.GetUtcNow() || !TicketNumber.TryParse(key.Number, out var number, out _)) return null;
        return await lookup.FindAsync(number, new QueryCode(key.Code), ReportFlow.Address(http), http.RequestAborted) is LookupResult.Found found ? (found, key.Proven) : null;
    }

    internal void Prove(HttpContext http)
    {
        if (Read(http) is { } key) Keep(http, key with { Proven = true });
    }

    internal static void Leave(HttpContext http) => http.Response.Cookies.Delete(Cookie);

    private CaseKey? Read(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } kept) return null;
        try { return JsonSerializer.Deserialize<CaseKey>(_seal.Unprotect(kept)); }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or JsonException or FormatException) { return null; } // not ours, or of an old key
    }

    private void Keep(HttpContext http, CaseKey key) => http.Response.Cookies.Append(
        Cookie, _seal.Protect(JsonSerializer.Serialize(key)), new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true });
}
