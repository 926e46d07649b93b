using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Telephony.Sip.Registration;

/// <summary>Which agents' phones are registered, for supervisors.</summary>
internal static class PhoneEndpoints
{
    internal sealed record Phone(AgentId Agent, string Contact, string Source, string Protocol, string UserAgent, bool Reachable, DateTimeOffset Since, DateTimeOffset Expires);

    internal static void MapPhones(this IEndpointRouteBuilder api) =>
        api.MapGet("/phones", (Switchboard switchboard) => TelephonyHttp.Json(switchboard.Registrar.All.Select(Of)))
            .WithTags("phones").For(TelephonyHttp.Supervisor, TelephonyHttp.Administrator).WithSummary("已注册话机");

    private static Phone Of(RegisteredPhone p) =>
        new(p.Agent, p.Contact.Text, $"{p.Source}", $"{p.Protocol}", p.UserAgent, p.IsReachable, p.Since, p.Expires);
}
