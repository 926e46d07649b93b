using Hotline.Search.BuiltIn;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hotline.Search;

/// <summary>Settings under "Search".</summary>
/// <param name="MostLagSeconds">With the index further behind, the host says it is not ready.</param>
public sealed record SearchOptions(int MostLagSeconds = 30);

/// <summary>What the host needs to know of search. Tickets are to be added too, and the NpgsqlDataSource.</summary>
public static class SearchModule
{
    public static IServiceCollection AddSearch(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddHealthChecks().AddCheck<SearchServes>("search");
        return services
            .AddSingleton(configuration.GetSection("Search").Get<SearchOptions>() ?? new SearchOptions())
            .AddSingleton<ISimilarCases, BuiltInSimilarCases>()
            .AddSingleton<SearchProgress>()
            .AddHostedService<CaseFollower>();
    }

    public static void MapSearch(this IEndpointRouteBuilder app) => app.MapSimilarCases();
}
