using System.Buffers.Text;
using System.Security.Cryptography;
using Hotline.Tickets.Citizens;

namespace Hotline.Agent.Blazor.Citizens.Reporting;

/// <summary>
/// The three steps of a report 网上反映三步, kept together by a random token in a cookie that ends with the browser. What was typed lies
/// sealed at the server; the token is all that travels, and no address holds any of it.
/// </summary>
public sealed class ReportFlow(ReportDrafts drafts)
{
    internal const string First = "/report", Second = "/report/where", Third = "/report/check", Done = "/report/done";
    private const string Cookie = "hotline-report";

    internal ReportDrafts Drafts => drafts;

    /// <summary>Null where none was begun, or it was forgotten.</summary>
    internal async Task<(string Token, ReportDraft Draft)?> FindAsync(HttpContext http) =>
        http.Request.Cookies[Cookie] is { Length: 43 } token && await drafts.FindAsync(token, http.RequestAborted) is { } draft ? (token, draft) : null;

    /// <summary>The open draft, or a new one; what was sent stays what it is.</summary>
    internal async Task<(string Token, ReportDraft Draft)> OpenAsync(HttpContext http)
    {
        if (await FindAsync(http) is { Draft.Sent: null } open) return open;
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        http.Response.Cookies.Append(Cookie, token, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true });
        return (token, new ReportDraft());
    }

    internal async Task ForgetAsync(HttpContext http)
    {
        if (await FindAsync(http) is { } found) await drafts.ForgetAsync(found.Token, http.RequestAborted);
        http.Response.Cookies.Delete(Cookie);
    }

    /// <summary>What is private to one person is kept by no cache of the way.</summary>
    internal static void Private(HttpContext http) => http.Response.Headers.CacheControl = "no-store";

    internal static string Language => System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "zh";

    internal static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";
}
