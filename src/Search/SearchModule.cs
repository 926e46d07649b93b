using Hotline.Search.BuiltIn;
using Hotline.Search.Elasticsearch;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hotline.Search;

/// <summary>Settings under "Search".</summary>
/// <param name="MostLagSeconds">With the index further behind, the host says that search does not serve.</param>
/// <param name="Engine">"built-in" or "elasticsearch".</param>
public sealed record SearchOptions(int MostLagSeconds = 30, string Engine = "built-in", ElasticsearchOptions? Elasticsearch = null);

/// <summary>What the host needs to know of search. Tickets are to be added too, and the NpgsqlDataSource.</summary>
public static class SearchModule
{
    /// <exception cref="InvalidOperationException">A setting cannot be; the message names it and the fix.</exception>
    public static IServiceCollection AddSearch(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Search").Get<SearchOptions>() ?? new SearchOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHealthChecks().AddCheck<SearchServes>("search");
        services.AddSingleton(options).AddSingleton<SearchProgress>().AddHostedService<CaseFollower>();
        return options.Engine switch
        {
            "built-in" => services.AddSingleton<ISimilarCases, BuiltInSimilarCases>(),
            "elasticsearch" => services.AddElasticsearch(options, (_, elastic) => new RestCaseStore(ServerTrust.Client(elastic), elastic)),
            _ => throw new InvalidOperationException($"Search:Engine: there is no engine '{options.Engine}'; use built-in or elasticsearch."),
        };
    }

    public static void MapSearch(this IEndpointRouteBuilder app) => app.MapSimilarCases();

    /// <summary>In place of what was added before. An Elasticsearch may be away without the host: /health/ready says so and stays ready.</summary>
    internal static IServiceCollection AddElasticsearch(this IServiceCollection services, SearchOptions options, Func<IServiceProvider, ElasticsearchOptions, ICaseStore> store)
    {
        var elastic = ElasticsearchOptions.Checked(options.Elasticsearch);
        services.Configure<HealthCheckServiceOptions>(health => health.Registrations.First(part => part.Name == "search").Tags.Add("optional"));
        return services.Replace(ServiceDescriptor.Singleton<ISimilarCases>(s => new ElasticsearchCases(store(s, elastic))));
    }
}
