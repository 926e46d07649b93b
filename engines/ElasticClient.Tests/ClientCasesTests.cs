using Hotline.Search.Elasticsearch;
using Hotline.Search.Tests.Elasticsearch;

namespace Hotline.Engines.ElasticClient.Tests;

/// <summary>The suite of the port against Elastic's own client.</summary>
public sealed class ClientCasesTests : ElasticsearchContract
{
    private protected override ICaseStore Store(ElasticsearchOptions options) => new ClientCaseStore(options);
}
