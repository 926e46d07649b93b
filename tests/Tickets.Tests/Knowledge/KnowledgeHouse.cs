using Hotline.Tickets.Knowledge;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tickets.Tests.Knowledge;

/// <summary>The knowledge base on a real PostgreSQL, with its people.</summary>
internal sealed class KnowledgeHouse(TicketHouse house) : IAsyncDisposable
{
    internal static readonly Actor Writer = new("water-1", "供水编写", Role.Department, Sample.Water);
    internal static readonly Actor Lead = new("water-2", "供水负责人", Role.DepartmentLead, Sample.Water);
    internal static readonly Actor Editor = new("7001", "周", Role.KnowledgeEditor, null);
    internal static readonly Actor OtherEditor = new("7002", "吴", Role.KnowledgeEditor, null);

    internal static readonly Actor[] People = [Writer, Lead, Editor, OtherEditor];

    internal static readonly ArticleText Text = new(
        Sample.Water, "公用事业/供水/停水", "居民小区停水怎么办", "计划停水提前24小时公告；突发停水请拨打供水热线，抢修一般4小时内恢复。", MaterialKind.HotQuestion,
        ["停水", "供水抢修"], "《城市供水条例》第二十二条", null, new DateOnly(2027, 12, 31));

    internal TicketHouse House => house;
    internal ArticleDesk Desk { get; } = new(house.Db, new(house.Db, house.Key), Sample.Rules, house.Clock);
    internal ArticleImport Import { get; } = new(house.Db, new(house.Db, house.Key), Sample.Rules, house.Clock);
    internal ArticleFile File { get; } = new(house.Db, Sample.Rules, house.Clock);
    internal ArticleSearch Search { get; } = new(house.Db, Sample.Rules, house.Clock);
    internal ArticleErrors Errors { get; } = new(house.Db, Sample.Rules, house.Clock);
    internal ArticleWatch Watch { get; } = new(house.Db, house.Reception, house.Desk, Sample.Rules, house.Clock, NullLogger<ArticleWatch>.Instance);

    internal static async Task<KnowledgeHouse> OpenAsync() => new(await TicketHouse.OpenAsync());

    internal async Task<ArticleVersionId> PublishedAsync(ArticleText? text = null)
    {
        var id = await Desk.CreateAsync(text ?? Text, Writer, null, Ct);
        await PublishAsync(id.Article);
        return id;
    }

    internal async Task<ArticleVersionId> RevisedAsync(Guid article, ArticleText text)
    {
        var (id, refused) = await Desk.ReviseAsync(article, text, Writer, null, Ct);
        Assert.Null(refused);
        await PublishAsync(article);
        return id!.Value;
    }

    internal async Task DoAsync(Guid article, ArticleStep step, Actor by, string? reason = null) =>
        Assert.IsType<Decision.Happened>(await Desk.TakeAsync(article, step, by, reason, Ct));

    internal async Task<IEnumerable<string>> FoundAsync(string text) => (await Search.FindAsync(new(text), Ct)).Select(h => h.Title);

    private async Task PublishAsync(Guid article)
    {
        await DoAsync(article, ArticleStep.Submit, Writer);
        await DoAsync(article, ArticleStep.UnitApprove, Lead);
        await DoAsync(article, ArticleStep.Publish, Editor);
    }

    public ValueTask DisposeAsync() => house.DisposeAsync();
}
