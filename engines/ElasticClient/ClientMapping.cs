using Elastic.Clients.Elasticsearch;
using Elastic.Clients.Elasticsearch.Analysis;
using Elastic.Clients.Elasticsearch.IndexManagement;
using Elastic.Clients.Elasticsearch.Mapping;
using Hotline.Search.Elasticsearch;

namespace Hotline.Engines.ElasticClient;

/// <summary>The index of <see cref="CaseMapping"/> in the client's types; either store reads what the other wrote.</summary>
internal static class ClientMapping
{
    internal static CreateIndexRequest Request(ElasticsearchOptions options) => new(options.Store)
    {
        Aliases = new Dictionary<Name, Alias> { [options.Index] = new() },
        Settings = new()
        {
            RefreshInterval = CaseMapping.RefreshInterval,
            Analysis = new() { Analyzers = new(new Dictionary<string, IAnalyzer> { [CaseMapping.Analyzer] = new CustomAnalyzer { Tokenizer = CaseMapping.Tokenizer, Filter = CaseMapping.Filters } }) },
        },
        Mappings = new() { Dynamic = DynamicMapping.Strict, Properties = Fields() },
    };

    private static Properties Fields()
    {
        var fields = new Properties
        {
            { CaseMapping.Words, new TextProperty { Analyzer = CaseMapping.Analyzer } },
            { CaseMapping.Places, new KeywordProperty { IgnoreAbove = CaseMapping.LongestPlace } },
            { "acceptedAt", new DateProperty() },
            { "closed", new BooleanProperty() },
        };
        foreach (var text in CaseMapping.Texts) fields.Add(text, new TextProperty { Index = false, CopyTo = CaseMapping.Words });
        foreach (var code in CaseMapping.Codes) fields.Add(code, new KeywordProperty { IgnoreAbove = CaseMapping.LongestPlace });
        return fields;
    }
}
