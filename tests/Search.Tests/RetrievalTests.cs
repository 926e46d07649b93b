using Hotline.Search.BuiltIn;

namespace Hotline.Search.Tests;

/// <summary>How well cases are found among four thousand public messages; the figures are printed, the bounds are kept.</summary>
public sealed class RetrievalTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Near_copies_are_found_first()
    {
        Assert.SkipWhen(PublicMessages.Folder is null, PublicMessages.Absent);
        var entries = PublicMessages.Read();
        using var cases = await PublicMessages.IndexAsync(entries);
        var byNumber = entries.ToDictionary(entry => entry.Number);

        var pairs = PublicMessages.Pairs("near_copy_pairs.jsonl").ToList();
        var ranks = new List<int>();
        foreach (var (a, _) in pairs) ranks.Add(await RankAsync(cases, byNumber[a], CopiesOf(a, pairs)));

        var (first, reciprocal) = (ranks.Count(rank => rank == 1) / (double)ranks.Count, ranks.Average(rank => rank == 0 ? 0 : 1.0 / rank));
        output.WriteLine($"near copies: {ranks.Count} pairs of {entries.Count} messages, hit@1 {first:F3}, mean reciprocal rank {reciprocal:F3}");
        Assert.True(first >= 0.97, $"hit@1 {first:F3}");
    }

    [Fact]
    public async Task The_same_words_about_another_place_are_not_the_same_case()
    {
        Assert.SkipWhen(PublicMessages.Folder is null, PublicMessages.Absent);
        var entries = PublicMessages.Read();
        using var cases = await PublicMessages.IndexAsync(entries);
        var byNumber = entries.ToDictionary(entry => entry.Number);

        foreach (var (a, b) in PublicMessages.Pairs("decoy_pairs.jsonl"))
        {
            var found = await FindAsync(cases, byNumber[a], 10);
            var rank = found.ToList().FindIndex(hit => hit.Number == b) + 1;
            var decoy = found.FirstOrDefault(hit => hit.Number == b);
            output.WriteLine($"decoy {a}/{b}: rank {rank}, score {decoy?.Score:F3}, elsewhere {decoy?.Reasons.OtherPlace}; first {found[0].Number} {found[0].Score:F3}");
            Assert.True(decoy is null || decoy.Reasons.OtherPlace, $"{b} was not told to be about another place.");
        }
    }

    /// <summary>Some messages were sent three and four times: any copy of a copy will do.</summary>
    private static HashSet<string> CopiesOf(string number, List<(string A, string B)> pairs)
    {
        HashSet<string> copies = [number];
        while (pairs.Any(pair => copies.Contains(pair.A) != copies.Contains(pair.B)))
            foreach (var (a, b) in pairs)
                if (copies.Contains(a) || copies.Contains(b)) copies.UnionWith([a, b]);
        return copies;
    }

    private static async Task<int> RankAsync(BuiltInSimilarCases cases, CaseEntry asked, HashSet<string> copies) =>
        (await FindAsync(cases, asked, 10)).ToList().FindIndex(hit => copies.Contains(hit.Number)) + 1;

    private static async Task<IReadOnlyList<SimilarCase>> FindAsync(BuiltInSimilarCases cases, CaseEntry asked, int k) =>
        await cases.FindAsync(new($"{asked.Title}\n{asked.Text}", K: k, Except: asked.Ticket), TestContext.Current.CancellationToken);
}
