using System.Globalization;
using Hotline.Telephony;
using Hotline.Telephony.Recordings;
using Hotline.Tickets.City;
using Hotline.Tickets.Jobs;
using Hotline.Tickets.Partners;
using Hotline.Tickets.Retention;
using Npgsql;

namespace Hotline.Agent.Blazor.Lines;

/// <summary>话务保存期限清理: by the city's rules. Where they say nothing, recordings go after the setting's time, details with the requesters' data after ten years, and seats' times after three.</summary>
internal sealed class CallRetentionJob(CallRetention calls, ExchangeLedger ledger, CityRules rules, TelephonyOptions options, RetentionDesk desk, NpgsqlDataSource db) : IRecurringJob
{
    private const int DetailsKept = 3650;
    private const int SeatsKept = 1095; // 工资支付暂行规定 第六条 keeps what wages are reckoned from for two years at least

    public async Task<string> RunAsync(CancellationToken ct)
    {
        var erased = await calls.EraseAsync(Rules(rules.Profile.Retention ?? [], options.KeepRecordings), await HeldAsync(ct), ct);
        var packets = await ledger.ForgetCallsAsync(await calls.WithoutDetailsAsync(await ledger.CallsWithoutTicketAsync(ct), ct), ct);
        foreach (var (what, rows) in new[] { ("recordings", erased.Recordings), ("transcripts", erased.Transcripts), ("call-details", erased.CallDetails), ("partner-packets", packets), ("seat-history", erased.SeatHistory), ("quality", erased.Quality) })
        {
            if (rows > 0) await desk.NoteAsync(what, rows, "保存期限届满", ct);
        }

        return string.Create(CultureInfo.InvariantCulture, $"清除录音 {erased.Recordings} 通，转写 {erased.Transcripts} 通，通话明细 {erased.CallDetails} 通，联动报文 {packets} 份，座席状态 {erased.SeatHistory} 条，质检记录 {erased.Quality} 通");
    }

    /// <summary>A rule without days keeps it for ever.</summary>
    internal static CallRetentionRules Rules(IReadOnlyList<RetentionRule> city, TimeSpan recordings) => new(
        Days(city, RetentionKind.Recordings, recordings > TimeSpan.Zero ? (int)recordings.TotalDays : null),
        Days(city, RetentionKind.ProtectedRecordings, recordings > TimeSpan.Zero ? (int)recordings.TotalDays : null),
        Days(city, RetentionKind.Transcripts, null),
        Days(city, RetentionKind.CallDetails, DetailsKept),
        Days(city, RetentionKind.SeatHistory, SeatsKept),
        Days(city, RetentionKind.Quality, null));

    private static int? Days(IReadOnlyList<RetentionRule> city, RetentionKind kind, int? otherwise) => city.FirstOrDefault(r => r.Kind == kind) is { } rule ? rule.Days : otherwise;

    /// <summary>冻结: calls of tickets on hold.</summary>
    private async Task<IReadOnlyList<Guid>> HeldAsync(CancellationToken ct) => await db.ReadAsync(
        "select distinct t.call_id from tickets.ticket t join tickets.legal_hold h on h.ticket_id = t.id where h.ended_at is null and t.call_id is not null", [],
        row => Guid.TryParse(row.GetString(0), out var call) ? call : Guid.Empty, ct);
}
