using System.Text.Encodings.Web;
using System.Text.Unicode;
using Hotline.Agent.Blazor.Accounts;
using Hotline.Agent.Blazor.Casework;
using Hotline.Agent.Blazor.Citizens;
using Hotline.Agent.Blazor.Language;
using Hotline.Agent.Blazor.Layout;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.WebEncoders;

namespace Hotline.Agent.Blazor.Web;

/// <summary>What every request passes, and the pages.</summary>
internal static class WebModule
{
    internal static void AddWeb(this IServiceCollection services, IConfiguration settings)
    {
        // A request line may hold a query code: only what went wrong is logged.
        services.AddLogging(logging => logging
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)); // every part's state stands in the answer of /health/ready
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddLanguages();
        services.AddScoped<TermWords>();
        services.AddScoped<Exports.TicketSheet>();
        services.AddScoped<WorkingTime>();
        services.AddSingleton<Casework.Lists.ViewStore>().AddSingleton<Casework.Lists.MeantName>();
        services.AddScoped<Casework.Watching.WatchLists>();
        services.AddProblemDetails();
        BodyProblems.Add(services);
        services.AddOpenApi("v1");
        services.AddReadiness();
        services.AddRequestLimits(settings);
        services.AddCitizenPages();
        services.AddRazorComponents().AddInteractiveServerComponents();
        if (settings["Accounts:Keys"] is { } keys)
        {
            services.AddDataProtection().SetApplicationName("hotline").PersistKeysToFileSystem(Directory.CreateDirectory(keys));
        }
    }

    internal static void UseWeb(this WebApplication app)
    {
        app.UseWhen(IsForPrograms, api =>
        {
            api.UseExceptionHandler();
            api.UseStatusCodePages();
            api.UseMiddleware<BodyProblems>();
        });
        app.UseWhen(http => !IsForPrograms(http), pages =>
        {
            pages.UseExceptionHandler("/error", createScopeForErrors: true);
            pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
            pages.Use(async (http, next) =>
            {
                await next(http);
                if (http.Response is { StatusCode: StatusCodes.Status400BadRequest, HasStarted: false } && http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }) http.Response.Redirect(http.Request.Path); // the browser forgot its token, as a phone does overnight: the page once more, not an empty one
            });
        });
        app.UseSecurityHeaders();
        app.UseRequestLocalization();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    internal static void MapWeb(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapReadiness();
        app.MapLanguage();
        app.MapCitizenPages();
        app.MapAccounts();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = "'none'");
    }

    private static bool IsForPrograms(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);
}
