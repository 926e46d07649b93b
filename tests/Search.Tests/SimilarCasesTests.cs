using Hotline.Search.BuiltIn;

namespace Hotline.Search.Tests;

/// <summary>The engine in this process.</summary>
public sealed class SimilarCasesTests : SimilarCasesContract
{
    private protected override Task<ISimilarCases> OpenAsync() => Task.FromResult<ISimilarCases>(new BuiltInSimilarCases());

    [Fact]
    public async Task An_index_that_grew_answers_like_one_built_at_once()
    {
        var (grown, questions) = (new BuiltInSimilarCases(), new SyntheticCases(7));
        using var _ = grown;
        var entries = questions.Take(500).ToList();
        foreach (var entry in entries)
        {
            await grown.IndexAsync(entry, TestContext.Current.CancellationToken);
            await grown.FindAsync(new(entry.Text), TestContext.Current.CancellationToken); // asked at every size
        }
        using var built = await PublicMessages.IndexAsync(entries);

        foreach (var asked in entries.Take(50))
            Assert.Equal(await AnswersAsync(grown, asked.Text), await AnswersAsync(built, asked.Text));
    }

    private static async Task<List<(string, double)>> AnswersAsync(BuiltInSimilarCases cases, string text) =>
        [.. (await cases.FindAsync(new(text), TestContext.Current.CancellationToken)).Select(hit => (hit.Number, hit.Score))];
}
