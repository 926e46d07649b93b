using Hotline.Agent.Blazor.Citizens.Privacy;
using Hotline.Agent.Blazor.Citizens.Reporting;
using Hotline.Agent.Blazor.Citizens.Tracking;

namespace Hotline.Agent.Blazor.Citizens;

/// <summary>市民网页: what its pages share, and the few answers that are no pages.</summary>
internal static class CitizensModule
{
    internal static void AddCitizenPages(this IServiceCollection services) => services
        .AddSingleton<ReportFlow>().AddSingleton<CaseDoor>().AddScoped<OwnDataFiles.Collector>();

    internal static void MapCitizenPages(this IEndpointRouteBuilder app)
    {
        app.MapMapPicture();
        app.MapDraftPhotos();
        app.MapOwnData();
    }
}
