using System.Net.Mail;
using Hotline.Tickets;
using Hotline.Tickets.Auditing;
using Npgsql;

namespace Hotline.Agent.Blazor.Reports;

/// <summary>收件人: who gets which reports by mail.</summary>
public sealed record ReportReceiver(Guid Id, string Name, string Mail, IReadOnlyList<ReportKind> Kinds);

/// <summary>The receivers of scheduled reports, as supervisors choose them; every change is written to the log.</summary>
public sealed class ReportReceivers(NpgsqlDataSource db, AdminLog log, TimeProvider clock)
{
    private const int Most = 200;

    /// <summary>The kinds that are sent by the calendar.</summary>
    internal static IReadOnlyList<ReportKind> Kinds { get; } = [ReportKind.Daily, ReportKind.Weekly, ReportKind.Monthly];

    internal async Task<IReadOnlyList<ReportReceiver>> AllAsync(CancellationToken ct) => await db.ReadAsync(
        "select id, name, mail, kinds from casework.report_receiver order by name", [],
        row => new ReportReceiver(row.GetGuid(0), row.GetString(1), row.GetString(2), [.. row.GetFieldValue<string[]>(3).Select(Enum.Parse<ReportKind>)]), ct);

    /// <summary>A mailbox that is there already gets another name and other kinds.</summary>
    internal async Task<Decision> SetAsync(string name, string mail, IReadOnlyList<ReportKind> kinds, Actor by, CancellationToken ct)
    {
        var errors = Wrong(name.Trim(), mail.Trim(), kinds);
        if (errors.Count == 0 && (await AllAsync(ct)).Count(r => r.Mail != mail.Trim()) >= Most) errors["mail"] = ["最多 200 个收件人，请先删去不用的"];
        if (errors.Count > 0) return new Decision.Invalid(errors);
        await db.ExecuteAsync(
            """
            insert into casework.report_receiver (id, name, mail, kinds, added_by, added_at) values ($1, $2, $3, $4, $5, $6)
            on conflict (mail) do update set name = excluded.name, kinds = excluded.kinds, added_by = excluded.added_by, added_at = excluded.added_at
            """,
            [Guid.NewGuid(), name.Trim(), mail.Trim(), kinds.Select(k => k.ToString()).ToArray(), by.Id, clock.GetUtcNow()], ct);
        await log.WriteAsync("report", "receiver-set", name.Trim(), string.Join(' ', kinds), by, ct);
        return new Decision.Happened();
    }

    internal async Task RemoveAsync(ReportReceiver receiver, Actor by, CancellationToken ct)
    {
        if (await db.ExecuteAsync("delete from casework.report_receiver where id = $1", [receiver.Id], ct) == 1) await log.WriteAsync("report", "receiver-removed", receiver.Name, null, by, ct);
    }

    private static Dictionary<string, string[]> Wrong(string name, string mail, IReadOnlyList<ReportKind> kinds)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (name.Length is 0 or > 40) errors["name"] = ["收件人为 1 到 40 字"];
        if (mail.Length > 200 || !MailAddress.TryCreate(mail, out var address) || address.Address != mail || !address.Host.Contains('.', StringComparison.Ordinal)) errors["mail"] = ["请填写邮箱地址，如 office@example.gov.cn"];
        if (kinds.Count == 0 || kinds.Except(Kinds).Any()) errors["kinds"] = ["请至少选择一种报表"];
        return errors;
    }
}
