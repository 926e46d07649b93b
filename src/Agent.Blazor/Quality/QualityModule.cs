namespace Hotline.Agent.Blazor.Quality;

/// <summary>质检室</summary>
internal static class QualityModule
{
    internal static void AddQuality(this IServiceCollection services) => services.AddHostedService<PreScoring>();
}
