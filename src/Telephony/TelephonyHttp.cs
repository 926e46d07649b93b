using System.Security.Claims;
using Hotline.Telephony.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Hotline.Telephony;

/// <summary>What the endpoints of seats and calls share.</summary>
internal static class TelephonyHttp
{
    internal const string Agent = "agent";
    internal const string Supervisor = "supervisor";
    internal const string Administrator = "administrator";
    internal const string Inspector = "inspector";

    internal static AgentId AgentId(this ClaimsPrincipal user) => new(user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "");

    internal static string DisplayName(this ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.Name) ?? user.AgentId().Value;

    internal static TBuilder For<TBuilder>(this TBuilder endpoint, params string[] roles)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(policy => policy.RequireRole(roles));

    internal static ProblemHttpResult Conflict(CallRefusal refusal, params string[] allowed) => TypedResults.Problem(
        refusal.Chinese, statusCode: StatusCodes.Status409Conflict, title: "Conflict", type: $"urn:hotline:{refusal.Code}",
        extensions: new Dictionary<string, object?> { ["code"] = refusal.Code, ["english"] = refusal.English, ["allowed"] = allowed });

    /// <summary>404: there is none, or it is not this user's to see.</summary>
    internal static ProblemHttpResult Missing(string chinese, string english) => TypedResults.Problem(
        chinese, statusCode: StatusCodes.Status404NotFound, title: "Not Found", extensions: new Dictionary<string, object?> { ["english"] = english });

    /// <summary>400: the field and the fix.</summary>
    internal static ValidationProblem Wrong(string field, string fix) => TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [fix] });

    internal static IResult Json<T>(T value) => Results.Json(value, CallJson.Options);

    /// <summary>A database that is away is 503 with a reason, not an error of ours.</summary>
    internal static async ValueTask<object?> DatabaseMayBeAway(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (NpgsqlException e) when (e is not PostgresException)
        {
            return TypedResults.Problem("话务记录暂不可读，通话不受影响", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Service Unavailable");
        }
    }
}
