using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Agent.Blazor.Exports;
using Hotline.Agent.Blazor.Sheets;
using Hotline.Tickets;
using Hotline.Tickets.Auditing;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.Notices;
using Microsoft.Extensions.Localization;
using Npgsql;

namespace Hotline.Agent.Blazor.Reports;

/// <summary>A report that was sent (寄送记录).</summary>
/// <param name="By">Work number; null where the plan did.</param>
/// <param name="State">Null where the message is gone.</param>
public sealed record SentReport(Guid Message, ReportKind Kind, DateOnly From, string Receiver, string Mail, string? By, DateTimeOffset At, NoticeDelivery? State);

/// <summary>报表寄送: a report in Word to its receivers' mail, each sending written down. Always in Chinese: it leaves for people, not for a screen.</summary>
internal sealed class ReportPost(NpgsqlDataSource db, ReportReader reader, ReportDocument document, ReportReceivers receivers, StaffMail mail, AdminLog log, IStringLocalizer<ReportText> words, TimeProvider clock)
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    /// <summary>To all who get its kind. By the plan each gets a period's report once, whenever and wherever it is asked for again.</summary>
    /// <param name="by">Null for the plan.</param>
    /// <returns>To how many it went.</returns>
    internal async Task<int> SendAsync(ReportPeriod period, Actor? by, CancellationToken ct)
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (Chinese, Chinese); // of this flow alone
        var all = (await receivers.AllAsync(ct)).Where(r => r.Kinds.Contains(period.Kind)).Select(r => (Receiver: r, Message: by is null ? Planned(period, r) : Guid.NewGuid())).ToList();
        var known = await KnownAsync([.. all.Select(a => a.Message)], ct);
        var to = all.Where(a => !known.Contains(a.Message)).ToList();
        if (to.Count == 0) return 0;

        var report = await reader.ReadAsync(period, ct);
        var (heading, days) = (document.HeadingOf(period, title: null), ReportDocument.Days(period));
        var file = await document.Write(report, title: null, by is null ? words["by-plan"] : $"{by.Name} {by.Id}").BytesAsync(ct);
        var text = string.Join('\n', report.Summary(words).Append(words["mail.attached"]));
        await mail.QueueAsync("report", $"【12345】{heading} {days}", text, new($"{heading} {days}.docx", DocxFile.ContentType, file), [.. to.Select(t => (t.Message, t.Receiver.Mail))], ct);
        foreach (var (receiver, message) in to) await WriteDownAsync(period, receiver, message, by, ct);
        await log.WriteAsync("report", "sent", $"{period.Kind.ToString().ToLowerInvariant()} {days}", string.Join(' ', to.Select(t => t.Receiver.Name)), by ?? Actor.System, ct);
        return to.Count;
    }

    /// <summary>The last first.</summary>
    internal async Task<IReadOnlyList<SentReport>> SentAsync(int most, CancellationToken ct)
    {
        var rows = await db.ReadAsync(
            "select message, kind, period_from, receiver, mail, sent_by, at from casework.report_sent order by at desc limit $1", [most],
            row => new SentReport(row.GetGuid(0), Enum.Parse<ReportKind>(row.GetString(1)), row.GetFieldValue<DateOnly>(2), row.GetString(3), row.GetString(4), row.Maybe<string>(5), row.GetFieldValue<DateTimeOffset>(6), State: null), ct);
        var states = await mail.StatesAsync([.. rows.Select(r => r.Message)], ct);
        return [.. rows.Select(r => r with { State = states.GetValueOrDefault(r.Message) })];
    }

    private async Task<HashSet<Guid>> KnownAsync(Guid[] messages, CancellationToken ct) =>
        [.. await db.ReadAsync("select message from casework.report_sent where message = any($1)", [messages], row => row.GetGuid(0), ct)];

    private Task<int> WriteDownAsync(ReportPeriod period, ReportReceiver receiver, Guid message, Actor? by, CancellationToken ct) => db.ExecuteAsync(
        "insert into casework.report_sent (message, kind, period_from, receiver, mail, sent_by, at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        [message, period.Kind.ToString(), period.From, receiver.Name, receiver.Mail, by?.Id, clock.GetUtcNow()], ct);

    /// <summary>The same on every host.</summary>
    private static Guid Planned(ReportPeriod period, ReportReceiver to) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"report\u001f{period.Kind}\u001f{period.From:yyyy-MM-dd}\u001f{to.Id}"))).AsSpan(0, 16));
}
