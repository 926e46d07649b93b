using System.Text.Json.Nodes;
using Hotline.Search.Elasticsearch;
using Hotline.Tickets;

namespace Hotline.Search.Tests.Elasticsearch;

/// <summary>The suite of the port, and what is asked besides of an engine on Elasticsearch, by whatever client it speaks.</summary>
public abstract class ElasticsearchContract : SimilarCasesContract
{
    private const string Secret = "滨河小区五号楼";

    private SmallElasticsearch _server = null!;
    private ElasticsearchCases _cases = null!;

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected abstract ICaseStore Store(ElasticsearchOptions options);

    private protected override int Many => 200; // the server here is a small one

    private ElasticsearchOptions Options => new(_server.Address.ToString(), TimeoutSeconds: 30);

    private protected override async Task<ISimilarCases> OpenAsync()
    {
        _server = await SmallElasticsearch.StartAsync();
        _cases = new(Store(Options));
        await _cases.PositionAsync(Ct);
        return _cases;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task How_far_it_knows_the_log_is_kept_with_the_index_and_lost_with_it()
    {
        Assert.Null(await _cases.PositionAsync(Ct));
        await AddAsync("路灯不亮", "路灯坏了");
        await _cases.CommitAsync("12/34/x", Ct);

        using var another = new ElasticsearchCases(Store(Options));
        Assert.Equal("12/34/x", await another.PositionAsync(Ct));
        while (await another.CountAsync(Ct) < 1) await Task.Delay(50, Ct); // the index shows it within a second

        _server.Lose();
        Assert.Null(await _cases.PositionAsync(Ct));
        Assert.Equal(0, await _cases.CountAsync(Ct));
    }

    [Fact]
    public async Task An_index_that_is_to_be_forgotten_is_made_anew_and_empty()
    {
        await AddAsync("路灯不亮", "路灯坏了");
        await _cases.CommitAsync("12/34/x", Ct);

        await _cases.ForgetAsync(Ct);

        Assert.Null(await _cases.PositionAsync(Ct));
        Assert.Empty(_server.Documents);
    }

    [Fact]
    public async Task What_leaves_the_house_is_what_the_index_in_this_process_keeps()
    {
        await _cases.IndexAsync(new(TicketId.New(), "1", "欠薪13800138000", "身份证11010519491231002X，邮箱li@example.com", "建设路18号13800138000", "laocheng", "0203", DateTimeOffset.UnixEpoch, new("待签收", false, "urban")), Ct);
        await _cases.FindAsync(new("老板电话13800138000，li@example.com", Place: "13800138000"), Ct);

        foreach (var number in (string[])["13800138000", "11010519491231002X", "li@example.com"]) Assert.DoesNotContain(_server.Requests, request => request.Contains(number, StringComparison.Ordinal));
        Assert.Equal(["acceptedAt", "category", "closed", "department", "district", "number", "place", "places", "state", "text", "title"], JsonNode.Parse(Assert.Single(_server.Documents))!.AsObject().Select(f => f.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_a_case_stands_that_was_never_indexed_is_passed_over()
    {
        await _cases.UpdateAsync(TicketId.New(), new("办结", true, "urban"), Ct);
        var ticket = await AddAsync("路灯不亮", "路灯坏了");
        await _cases.UpdateAsync(ticket, new("办结", true, "urban"), Ct);

        Assert.Equal("办结", Assert.Single(await _cases.FindAsync(new("路灯不亮"), Ct)).State);
    }

    [Fact]
    public async Task A_refusal_says_so_without_a_word_of_the_case_and_what_was_told_meanwhile_is_not_lost()
    {
        await AddAsync("路灯不亮", Secret);
        _server.Refuses = 503;
        var refused = await Assert.ThrowsAsync<SearchUnavailableException>(async () => await _cases.FindAsync(new(Secret), Ct));
        Assert.Contains("503", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refused.ToString(), StringComparison.Ordinal);

        _server.Refuses = null;
        Assert.Single(await _cases.FindAsync(new(Secret), Ct));
    }

    [Fact]
    public async Task Nobody_there_is_told_in_the_same_way()
    {
        await _server.DieAsync();
        await Assert.ThrowsAsync<SearchUnavailableException>(async () => await _cases.FindAsync(new("路灯不亮"), Ct));
        await Assert.ThrowsAsync<SearchUnavailableException>(async () => await _cases.PositionAsync(Ct));

        await _server.RiseAsync();
        Assert.Empty(await _cases.FindAsync(new("路灯不亮"), Ct));
    }

    [Fact]
    public async Task A_case_is_never_written_into_an_index_of_guessed_fields()
    {
        _server.Lose();
        await AddAsync("路灯不亮", "路灯坏了");

        await Assert.ThrowsAsync<SearchUnavailableException>(async () => await _cases.CommitAsync("12/34/x", Ct));

        Assert.Empty(_server.Documents);
    }

    [Fact]
    public async Task A_complaint_of_ten_thousand_characters_asks_for_no_more_words_than_a_query_may_have()
    {
        var text = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{(char)(0x4e00 + i)}{(char)(0x4e00 + (i * 7 % 5_000))}"));
        await AddAsync("很长的诉求", text);

        Assert.Single(await _cases.FindAsync(new(text), Ct));

        var asked = _server.Requests.Single(request => request.Contains("/_search", StringComparison.Ordinal) && request.Contains("match", StringComparison.Ordinal));
        Assert.InRange(asked.Split(' ').Length, 100, 210);
    }

    private async Task<TicketId> AddAsync(string title, string text)
    {
        var ticket = TicketId.New();
        await _cases.IndexAsync(new(ticket, "1", title, text, null, null, null, DateTimeOffset.UnixEpoch, new("待派单", false, null)), Ct);
        return ticket;
    }
}
