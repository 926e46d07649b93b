using System.Globalization;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Tickets.Knowledge;

/// <summary>复核任务 of the unit that owns an article about to expire.</summary>
/// <param name="DueAt">When the article expires, but never less than three working days after the task was made.</param>
/// <param name="Ticket">The ticket it became when it was overdue.</param>
public sealed record ArticleTask(long Id, ArticleVersionId Article, string Title, DepartmentId Unit, DateTimeOffset ExpiresAt, DateTimeOffset MadeAt, DateTimeOffset DueAt, bool Overdue, TicketNumber? Ticket);

/// <summary>
/// Gives each owning unit a task before its articles expire; a task that is overdue becomes a real ticket to that unit, with a
/// ticket's clocks. Every step is idempotent: any number of hosts may run it.
/// </summary>
public sealed partial class ArticleWatch(
    NpgsqlDataSource db, Reception reception, ITicketDesk desk, CityRules rules, TimeProvider clock, ILogger<ArticleWatch> log) : BackgroundService
{
    private static readonly Limit Least = new(3, LimitUnit.WorkingDays);
    private static readonly Actor Watch = new("knowledge-watch", "知识库", Role.Supervisor, null);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var everyMinute = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        do
        {
            try { await PassAsync(stoppingToken); }
            catch (Exception e) when (e is not OperationCanceledException) { PassFailed(log, e); }
        }
        while (await everyMinute.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task PassAsync(CancellationToken ct)
    {
        var now = clock.Now();
        await MakeTasksAsync(now, ct);
        foreach (var task in await ListAsync("t.due_at <= $1 and t.ticket is null and $2::text is null", now, null, ct)) await BecomeTicketAsync(task, ct);
    }

    /// <summary>Open tasks, what is due first on top; a unit sees its own.</summary>
    public async Task<IReadOnlyList<ArticleTask>> OpenAsync(Actor by, CancellationToken ct) =>
        await ListAsync("$1::timestamptz is not null and ($2::text is null or t.unit = $2)", clock.Now(), ArticleRules.IsOfUnit(by) ? by.Department?.Code ?? "" : null, ct);

    private Task<int> MakeTasksAsync(DateTimeOffset now, CancellationToken ct) => db.ExecuteAsync(
        """
        insert into tickets.article_task (article_id, version, unit, made_at, due_at)
        select v.article_id, v.version, v.unit, $1, greatest(v.expires_at, $2) from tickets.article_version v
        where v.state = 'published' and v.expires_at <= $3 on conflict do nothing
        """,
        [now, rules.Within(ClockName.Review, Least, now).DueAt, now + ArticleRules.Notice], ct);

    private async Task BecomeTicketAsync(ArticleTask task, CancellationToken ct)
    {
        var title = $"知识条目复核超期：{task.Title}";
        var request = new Request
        {
            Type = RequestType.Help, Channel = Channel.Superior, WantsReply = false, Title = title.Length <= 60 ? title : title[..59] + "…",
            Text = $"知识条目 {task.Article}《{task.Title}》有效期已到或将到，复核任务已超期，请核对后更新或下架。",
        };
        var receipt = await reception.AcceptOnceAsync(string.Create(CultureInfo.InvariantCulture, $"article-task-{task.Id}"), request, Watch, ct);
        if (await desk.HandleAsync(receipt.Id, new DispatchTicket(task.Unit), Watch, ct) is Decision.Invalid or Decision.Refused { Code: not "not-in-this-state" })
        {
            NotDispatched(log, task.Id); // it waits for a dispatcher
        }

        await db.ExecuteAsync("update tickets.article_task set ticket = $2 where id = $1", [task.Id, receipt.Number.Digits], ct);
    }

    private Task<List<ArticleTask>> ListAsync(string where, DateTimeOffset now, string? unit, CancellationToken ct) => db.ReadAsync(
        $"""
         select t.id, t.article_id, t.version, v.title, t.unit, v.expires_at, t.made_at, t.due_at, t.due_at <= $1, t.ticket
         from tickets.article_task t join tickets.article_version v on v.article_id = t.article_id and v.version = t.version
         where t.done_at is null and {where} order by t.due_at, t.id limit 200
         """,
        [now, unit],
        row => new ArticleTask(
            row.GetInt64(0), new(row.GetGuid(1), row.GetInt32(2)), row.GetString(3), new(row.GetString(4)), row.Time(5), row.Time(6), row.Time(7), row.GetBoolean(8),
            row.IsDBNull(9) ? null : row.Number(9)),
        ct);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for articles that expire failed; it is tried again in a minute")]
    private static partial void PassFailed(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ticket of article task {Task} could not be dispatched to its unit")]
    private static partial void NotDispatched(ILogger log, long task);
}
