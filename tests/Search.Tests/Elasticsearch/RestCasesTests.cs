using Hotline.Search.BuiltIn;
using Hotline.Search.Elasticsearch;

namespace Hotline.Search.Tests.Elasticsearch;

/// <summary>The suite over plain REST.</summary>
public sealed class RestCasesTests(ITestOutputHelper output) : ElasticsearchContract
{
    private protected override ICaseStore Store(ElasticsearchOptions options) => new RestCaseStore(ServerTrust.Client(options), options);

    /// <summary>Not word for word: Elasticsearch knows no 18号, and counts only the commonest places.</summary>
    [Fact]
    public async Task It_finds_what_the_engine_in_this_process_finds()
    {
        await using var server = await SmallElasticsearch.StartAsync();
        using var elastic = new ElasticsearchCases(Store(new(server.Address.ToString(), TimeoutSeconds: 30)));
        using var here = new BuiltInSimilarCases();
        await elastic.PositionAsync(Ct);
        foreach (var entry in new SyntheticCases(1).Take(300))
        {
            await elastic.IndexAsync(entry, Ct);
            await here.IndexAsync(entry, Ct);
        }

        var common = new List<double>();
        foreach (var asked in new SyntheticCases(2).Take(15))
        {
            var query = new SimilarQuery(asked.Text, asked.Place, asked.District, When: asked.AcceptedAt);
            var (theirs, ours) = (await elastic.FindAsync(query, Ct), await here.FindAsync(query, Ct));
            common.Add(theirs.Select(hit => hit.Number).Intersect(ours.Select(hit => hit.Number), StringComparer.Ordinal).Count() / 10.0);
        }

        output.WriteLine($"of ten found {10 * common.Average():F1} are the same");
        Assert.True(common.Average() >= 0.9, $"{common.Average():P0} are the same");
    }

    [Fact]
    public async Task The_key_is_read_anew_for_each_request()
    {
        await using var server = await SmallElasticsearch.StartAsync();
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        server.ApiKey = "second";
        await File.WriteAllTextAsync(file, "first\n", Ct);
        using var store = (RestCaseStore)Store(new(server.Address.ToString(), ApiKeyFile: file));
        Assert.Contains("401", (await Assert.ThrowsAsync<SearchUnavailableException>(() => store.PositionAsync(Ct))).Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, "second\n", Ct);
        Assert.Null(await store.PositionAsync(Ct));
        File.Delete(file);
    }

    [Theory]
    [InlineData(null, "hotline", null, 3, "Address")]
    [InlineData("search:9200", "hotline", null, 3, "Address")]
    [InlineData("https://search:9200", "Hotline", null, 3, "Index")]
    [InlineData("https://search:9200", "hotline", "ab:cd", 3, "Fingerprint")]
    [InlineData("https://search:9200", "hotline", null, 0, "TimeoutSeconds")]
    public void A_wrong_setting_is_named(string? address, string index, string? fingerprint, int timeout, string setting)
    {
        var options = new ElasticsearchOptions(address!, index, Fingerprint: fingerprint, TimeoutSeconds: timeout);

        Assert.StartsWith($"Search:Elasticsearch:{setting}: ", Assert.Throws<InvalidOperationException>(() => ElasticsearchOptions.Checked(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_does_not_travel_in_clear()
    {
        var file = typeof(RestCasesTests).Assembly.Location;

        Assert.Throws<InvalidOperationException>(() => ElasticsearchOptions.Checked(new("http://search.example:9200", ApiKeyFile: file)));
        ElasticsearchOptions.Checked(new("http://127.0.0.1:9200", ApiKeyFile: file));
        ElasticsearchOptions.Checked(new("https://search.example:9200", ApiKeyFile: file));
    }
}
