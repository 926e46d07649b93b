using System.Text;
using Hotline.Agent.Blazor.Accounts;

namespace Hotline.Agent.Blazor.Marks;

/// <summary>暗水印: the pattern that app.css lays over staff pages.</summary>
internal static class MarksModule
{
    internal static void AddMarks(this IServiceCollection services) => services.AddSingleton<MarkStore>();

    internal static void MapMarks(this IEndpointRouteBuilder app) => app.MapGet("/screen-mark.svg", async (string? on, HttpContext http, MarkStore marks, CancellationToken ct) =>
    {
        http.Response.Headers.CacheControl = "no-store"; // the next person at this browser has a mark of their own
        return SignedInUser.From(http.User) is { } user ? Results.Text(MarkPattern.Svg(await marks.OfAsync(user, ct), on == "dark"), "image/svg+xml", Encoding.UTF8) : Results.NotFound();
    }).RequireAuthorization().ExcludeFromDescription();
}
