using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Agent.Blazor.Accounts;

/// <summary>The cookie session over HTTP, for programs; people use the sign-in page.</summary>
internal static class SessionEndpoints
{
    internal sealed record Credentials(string? Account, string? Password);

    internal sealed record Session(string Account, string Name, string Role, string? Department, string StartPage)
    {
        internal static Session Of(SignedInUser user) => new(user.Account, user.Name, user.Role, user.Department, Roles.StartPage(user.Role));
    }

    internal static void MapSession(this IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/api/v1/session").WithTags("session");
        session.MapPost("", SignInAsync).WithSummary("登录 Sign in; sets the session cookie");
        session.MapGet("", Results<Ok<Session>, UnauthorizedHttpResult> (ClaimsPrincipal user) =>
            SignedInUser.From(user) is { } u ? TypedResults.Ok(Session.Of(u)) : TypedResults.Unauthorized()).WithSummary("当前登录 Who is signed in");
        session.MapDelete("", async (HttpContext http) =>
        {
            await http.SignOutAsync();
            return TypedResults.NoContent();
        }).WithSummary("退出 Sign out");
    }

    private static async Task<Results<Ok<Session>, ProblemHttpResult, ValidationProblem>> SignInAsync(
        Credentials body, SignIn signIn, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        if (Missing(body) is { Count: > 0 } missing) return TypedResults.ValidationProblem(missing);
        switch (await signIn.TryAsync(body.Account!.Trim(), body.Password!, ct))
        {
            case SignInAnswer.Welcome welcome:
                var principal = welcome.Account.ToPrincipal();
                await http.SignInAsync(principal);
                return TypedResults.Ok(Session.Of(SignedInUser.From(principal)!));
            case SignInAnswer.Renew:
                return Problem(StatusCodes.Status403Forbidden, "password-must-change", "初始密码须先修改，请在登录页修改后再登录");
            case SignInAnswer.Locked locked:
                http.Response.Headers.RetryAfter = ((int)Math.Ceiling((locked.Until - clock.GetUtcNow()).TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
                return Problem(StatusCodes.Status403Forbidden, "account-locked", "密码连续输错，账号已暂时锁定，请稍后再试");
            default:
                return Problem(StatusCodes.Status401Unauthorized, "wrong-credentials", "账号或密码不正确");
        }
    }

    private static Dictionary<string, string[]> Missing(Credentials body)
    {
        var missing = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(body.Account)) missing["account"] = ["请填写账号"];
        if (string.IsNullOrEmpty(body.Password)) missing["password"] = ["请填写密码"];
        return missing;
    }

    private static ProblemHttpResult Problem(int status, string code, string title) =>
        TypedResults.Problem(statusCode: status, title: title, extensions: new Dictionary<string, object?> { ["code"] = code });
}
