using Hotline.Search;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Hotline.Engines.ElasticClient;

/// <summary>相似工单引擎: Elasticsearch by Elastic's own client behind <see cref="ISimilarCases"/>, in the stead of whatever Search:Engine names.</summary>
public static class ElasticClientEngine
{
    /// <summary>After the module of search, whose engine it takes the place of.</summary>
    public static void AddElasticClient(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Configuration.GetSection("Search").Get<SearchOptions>() ?? new SearchOptions();
        builder.Services.AddElasticsearch(options, (_, elastic) => new ClientCaseStore(elastic));
    }
}
