using System.Globalization;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Jobs;
using Npgsql;

namespace Hotline.Tickets.Retention;

/// <summary>
/// 保存期限: erases what the city's profile keeps no longer. There is no national norm for 12345; where the profile says nothing,
/// personal data go ten years after closing, as long as work orders are kept.
/// </summary>
internal sealed class RetentionSweep(NpgsqlDataSource db, PersonalDataEraser eraser, CityRules rules, TimeProvider clock) : IRecurringJob
{
    private const int AtATime = 2000;
    private static readonly RetentionRule Default = new(RetentionKind.PersonalData, 3650, "默认：办结后十年");

    // rows that serve for a short time only, with how long
    private static readonly (string What, string Sql, int Days)[] ShortLived =
    [
        ("receipts", "delete from tickets.receipt where at < $1", 30),
        ("lookup-failures", "delete from tickets.lookup_failure where since < $1", 7),
        ("message-files", OldFiles, 90),
        ("job-runs", "delete from tickets.job_run where started_at < $1", 1095),
    ];

    // what is still to be sent keeps its file; without it a message that failed is not sent again
    private const string OldFiles =
        """
        with old as (
          select f.id from tickets.message_file f where f.at < $1 and not exists (
            select from tickets.notice_message m join tickets.delivery d on d.message_id = m.id where m.file_id = f.id and d.state = 'queued')),
        addresses as (update tickets.delivery d set sealed_address = null from tickets.notice_message m join old on old.id = m.file_id where d.message_id = m.id)
        delete from tickets.message_file f using old where f.id = old.id
        """;

    public async Task<string> RunAsync(CancellationToken ct)
    {
        var rule = rules.Profile.Retention?.FirstOrDefault(r => r.Kind == RetentionKind.PersonalData) ?? Default;
        var people = rule.Days is { } days ? await PeopleAsync(clock.Now().AddDays(-days), $"保存 {days} 天：{rule.Basis}", ct) : 0;
        await eraser.EraseLeftFilesAsync(ct);
        var rows = 0;
        foreach (var (what, sql, kept) in ShortLived) rows += await DeleteAsync(what, sql, kept, ct);
        return string.Create(CultureInfo.InvariantCulture, $"去标识化 {people} 张工单，清除短期数据 {rows} 行");
    }

    private async Task<int> PeopleAsync(DateTimeOffset before, string basis, CancellationToken ct)
    {
        var all = 0;
        while (true)
        {
            var due = await db.ReadAsync(
                """
                select t.id from tickets.ticket t join tickets.requester r on r.ticket_id = t.id
                where t.closed_at < $1 and r.erased_at is null and not exists (select from tickets.legal_hold h where h.ticket_id = t.id and h.ended_at is null) limit $2
                """,
                [before, AtATime], row => row.GetGuid(0), ct);
            all += await eraser.EraseAsync(due, basis, Actor.System, ct);
            if (due.Count < AtATime) return all;
        }
    }

    private async Task<int> DeleteAsync(string what, string sql, int days, CancellationToken ct)
    {
        var rows = await db.ExecuteAsync(sql, [clock.Now().AddDays(-days)], ct);
        if (rows > 0)
        {
            await db.ExecuteAsync(
                "insert into tickets.erasure (what, rows, basis, actor, at) values ($1, $2, $3, $4::text::jsonb, $5)",
                [what, (long)rows, $"保存 {days} 天", EventJson.Write(Actor.System), clock.Now()], ct);
        }

        return rows;
    }
}
