using Hotline.Tickets;

namespace Hotline.Search.Tests;

/// <summary>What every engine of <see cref="ISimilarCases"/> does; a test class of each engine inherits it.</summary>
public abstract class SimilarCasesContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8));

    private ISimilarCases _cases = null!;
    private int _number;

    /// <summary>An empty index; disposed with the test.</summary>
    private protected abstract Task<ISimilarCases> OpenAsync();

    /// <summary>How many cases are written while questions come.</summary>
    private protected virtual int Many => 2000;

    public async ValueTask InitializeAsync() => _cases = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        (_cases as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_case_that_tells_of_the_same_matter_comes_first()
    {
        await AddAsync("金水路路灯不亮", "金水路从桥头到医院一段路灯坏了半个月，晚上一片漆黑");
        await AddAsync("小区停水", "滨河小区三号楼昨晚起没有自来水");
        await AddAsync("广场舞噪声", "人民广场每晚跳舞音响太大，老人睡不好");

        var found = await FindAsync("金水路晚上路灯都不亮，孩子放学看不见路");

        Assert.Equal("金水路路灯不亮", found[0].Title);
        Assert.Contains("路灯", found[0].Reasons.Words);
        Assert.Contains("金水路", found[0].Reasons.Places);
    }

    [Fact]
    public async Task The_same_words_about_another_place_come_after_other_words_about_the_same_place()
    {
        await AddAsync("井盖丢失", "行人和电动车夜里经过十分危险，请尽快处理", place: "建设路12号");
        await AddAsync("路上少了一个井盖", "骑车的人差点摔倒，望派人来看看，十分危险", place: "金水路18号");

        var found = await FindAsync("井盖丢失，行人和电动车夜里经过十分危险", place: "金水路18号");

        Assert.Equal(["路上少了一个井盖", "井盖丢失"], found.Select(hit => hit.Title));
        Assert.Equal((false, true), (found[0].Reasons.OtherPlace, found[1].Reasons.OtherPlace));
    }

    [Fact]
    public async Task The_house_number_tells_two_places_of_one_road_apart()
    {
        await AddAsync("施工扰民", "夜里一点还在浇混凝土", place: "金水路20号");
        await AddAsync("施工扰民", "夜里一点还在浇混凝土", place: "金水路18号");

        Assert.Equal("金水路18号", (await FindAsync("施工扰民，夜里一点还在浇混凝土", place: "金水路18号"))[0].Place);
    }

    [Fact]
    public async Task Of_equal_cases_the_same_category_and_then_the_nearer_in_time_comes_first()
    {
        await AddAsync("垃圾没人清运", "楼下垃圾堆了三天", at: Monday.AddDays(-400));
        await AddAsync("垃圾没人清运", "楼下垃圾堆了三天", at: Monday.AddDays(-2));
        await AddAsync("垃圾没人清运", "楼下垃圾堆了三天", category: "0203", at: Monday.AddDays(-300));

        var found = await _cases.FindAsync(new("楼下垃圾堆了三天没人清运", Category: "0203", When: Monday), TestContext.Current.CancellationToken);

        Assert.Equal([Monday.AddDays(-300), Monday.AddDays(-2), Monday.AddDays(-400)], found.Select(hit => hit.AcceptedAt));
        Assert.True(found[0].Reasons.SameCategory);
    }

    [Fact]
    public async Task A_case_is_found_as_it_stands_now_and_once_however_often_it_is_told()
    {
        var ticket = await AddAsync("电梯停运", "六号楼电梯停运一周");
        await _cases.UpdateAsync(ticket, new("办结", Closed: true, "housing"), TestContext.Current.CancellationToken);
        Assert.Equal(("办结", true, "housing"), Standing(Assert.Single(await FindAsync("电梯停运"))));

        await _cases.IndexAsync(Entry(ticket, "电梯停运", "六号楼电梯停运两周了，老人下不了楼"), TestContext.Current.CancellationToken);

        Assert.Equal(("待派单", false, null), Standing(Assert.Single(await FindAsync("电梯停运"))));
        Assert.Equal(1, await _cases.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_ticket_on_the_page_is_not_its_own_similar_case()
    {
        var ticket = await AddAsync("电梯停运", "六号楼电梯停运一周");

        Assert.Empty(await _cases.FindAsync(new("电梯停运", Except: ticket), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_in_common_finds_nothing()
    {
        await AddAsync("电梯停运", "六号楼电梯停运一周");

        Assert.Empty(await FindAsync("咨询公积金"));
        Assert.Empty(await FindAsync(""));
    }

    [Fact]
    public async Task Nobodys_number_can_be_found_or_seen()
    {
        await AddAsync("欠薪 联系13800138000", "老板欠薪三个月，电话138-0013-8000，身份证11010519491231002X，邮箱li@example.com", place: "建设路13800138000");

        var hit = Assert.Single(await FindAsync("老板欠薪三个月"));

        Assert.DoesNotContain("138", hit.Title + hit.Place + string.Concat(hit.Reasons.Words));
        foreach (var number in (string[])["13800138000", "11010519491231002X", "li@example.com"]) Assert.Empty(await FindAsync(number));
    }

    [Fact]
    public async Task Questions_and_new_cases_may_come_at_once()
    {
        var entries = new SyntheticCases(3).Take(Many).ToList();
        var ct = TestContext.Current.CancellationToken;
        var writing = Task.Run(async () => { foreach (var entry in entries) await _cases.IndexAsync(entry, ct); }, ct);
        var asking = Enumerable.Range(0, 3).Select(reader => Task.Run(async () =>
        {
            for (var i = reader; !writing.IsCompleted || i < Many / 10; i++)
                foreach (var hit in await _cases.FindAsync(new(entries[i % Many].Text), ct))
                    Assert.True(hit.Score is > 0 and <= 1, $"score {hit.Score}");
        }, ct));

        await Task.WhenAll(asking.Append(writing));

        Assert.Equal(entries.Count, await _cases.CountAsync(ct));
    }

    private async Task<TicketId> AddAsync(string title, string text, string? place = null, string? category = null, DateTimeOffset? at = null)
    {
        var entry = Entry(TicketId.New(), title, text, place, category, at);
        await _cases.IndexAsync(entry, TestContext.Current.CancellationToken);
        return entry.Ticket;
    }

    private CaseEntry Entry(TicketId ticket, string title, string text, string? place = null, string? category = null, DateTimeOffset? at = null) =>
        new(ticket, $"{++_number}", title, text, place, District: null, category, at ?? Monday, new("待派单", Closed: false, Department: null));

    private async Task<IReadOnlyList<SimilarCase>> FindAsync(string text, string? place = null) =>
        await _cases.FindAsync(new(text, place, When: Monday), TestContext.Current.CancellationToken);

    private static (string, bool, string?) Standing(SimilarCase hit) => (hit.State, hit.Closed, hit.Department);
}
