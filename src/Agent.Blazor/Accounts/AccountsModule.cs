using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Hotline.Agent.Blazor.Accounts;

/// <summary>Accounts, sign-in and the session cookie 账号与登录.</summary>
internal static class AccountsModule
{
    private static readonly TimeSpan Recheck = TimeSpan.FromMinutes(1);

    internal static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<AccountStore>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<AccountDesk>();
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddCascadingAuthenticationState();
        services.AddAuthorization();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "hotline";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.LoginPath = "/sign-in";
            cookie.AccessDeniedPath = "/not-yours";
            cookie.ExpireTimeSpan = TimeSpan.FromHours(10); // a shift
            cookie.SlidingExpiration = true;
            cookie.Events.OnRedirectToLogin = context => AnswerApi(context, StatusCodes.Status401Unauthorized);
            cookie.Events.OnRedirectToAccessDenied = context => AnswerApi(context, StatusCodes.Status403Forbidden);
            cookie.Events.OnValidatePrincipal = ValidateAsync;
        });
    }

    /// <summary>Brings the schema up to date.</summary>
    internal static Task MigrateAccountsAsync(this IServiceProvider services, CancellationToken ct) =>
        Migrations.ApplyAsync(services.GetRequiredService<NpgsqlDataSource>(), "accounts", typeof(AccountsModule).Assembly, ct);

    internal static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapSession();
        app.MapPost("/sign-out", async (HttpContext http) =>
        {
            await http.SignOutAsync();
            return TypedResults.LocalRedirect("/sign-in");
        }).WithMetadata(new Microsoft.AspNetCore.Antiforgery.RequireAntiforgeryTokenAttribute()).ExcludeFromDescription();
    }

    // Programs get a status (and by it problem details), people get the page.
    private static Task AnswerApi(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)) context.Response.StatusCode = status;
        else context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var clock = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
        if (clock.GetUtcNow() - context.Properties.IssuedUtc < Recheck) return;

        var store = context.HttpContext.RequestServices.GetRequiredService<AccountStore>();
        var name = context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";
        var account = await store.FindAsync(name, context.HttpContext.RequestAborted);
        if (account?.Stamp.ToString() != context.Principal?.FindFirstValue(Account.StampClaim))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync();
        }
    }
}
