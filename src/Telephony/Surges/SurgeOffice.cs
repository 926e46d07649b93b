using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Telephony.Surges;

/// <summary>Who pressed 1 on an announcement (同诉登记).</summary>
/// <param name="Caller">主叫号码; empty when withheld. Never log it.</param>
/// <param name="Joined">Number of the ticket that follows the event's; null until it is made.</param>
public sealed record SurgeCaller(Guid Surge, CallId Call, string Caller, string Called, DateTimeOffset At, string? Joined);

/// <summary>Switches announcements on and off, for every host: the database holds them, and each host reads them again every few seconds.</summary>
public sealed partial class SurgeOffice(NpgsqlDataSource db, Switchboard switchboard, TimeProvider clock, ILogger<SurgeOffice> log) : BackgroundService
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(5);

    /// <summary>Those that are on now, newest first.</summary>
    public IReadOnlyList<Surge> On => [.. switchboard.Surges.All.Where(s => clock.GetUtcNow() < s.Until)];

    /// <summary>开启</summary>
    public async Task<Surge> AddAsync(Surge surge, CancellationToken ct)
    {
        await db.ExecuteAsync(
            """
            insert into telephony.surge (id, lines, text, prompt, audio, ticket, from_at, until_at, by_account, by_name)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [surge.Id, surge.Lines.ToArray(), surge.Text, surge.Prompt, surge.Audio?.Alaw.ToArray() ?? (object)DBNull.Value, surge.Ticket, surge.From, surge.Until, surge.ByAccount, surge.ByName], ct);
        await RefreshAsync(ct);
        return surge;
    }

    /// <summary>关闭: false where it is not on.</summary>
    public async Task<bool> EndAsync(Guid id, CancellationToken ct)
    {
        var ended = await db.ExecuteAsync("update telephony.surge set ended_at = $2 where id = $1 and ended_at is null and until_at > $2", [id, clock.GetUtcNow()], ct);
        await RefreshAsync(ct);
        return ended == 1;
    }

    /// <summary>Oldest first; null where there is no such announcement.</summary>
    public async Task<IReadOnlyList<SurgeCaller>?> CallersAsync(Guid id, CancellationToken ct)
    {
        var found = await db.ReadAsync("select 1 from telephony.surge where id = $1", [id], _ => 1, ct);
        return found.Count == 0 ? null : await ReadCallersAsync("where s.surge_id = $1", [id], ct);
    }

    /// <summary>Callers of the last day whose ticket is not made yet, with what they reported; oldest first.</summary>
    public async Task<IReadOnlyList<(SurgeCaller Caller, Surge Surge)>> ToJoinAsync(CancellationToken ct)
    {
        var callers = await ReadCallersAsync("where s.joined is null and s.at > $1", [clock.GetUtcNow().AddDays(-1)], ct);
        if (callers.Count == 0) return [];
        var surges = (await ReadAsync("where id = any($1)", [callers.Select(c => c.Surge).Distinct().ToArray()], ct)).ToDictionary(s => s.Id);
        return [.. callers.Where(c => surges.ContainsKey(c.Surge)).Select(c => (c, surges[c.Surge]))];
    }

    /// <summary>The caller's ticket, or why there is none, such as no-such-ticket.</summary>
    public Task JoinedAsync(SurgeCaller caller, string ticket, CancellationToken ct) => db.ExecuteAsync(
        "update telephony.surge_caller set joined = $3 where surge_id = $1 and call_id = $2 and joined is null", [caller.Surge, caller.Call.Value, ticket], ct);

    internal async Task RefreshAsync(CancellationToken ct) =>
        switchboard.Surges.All = await ReadAsync("where ended_at is null and until_at > $1 order by from_at desc", [clock.GetUtcNow()], ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ReadEvery, clock);
        do
        {
            try { await RefreshAsync(stoppingToken); }
            catch (Exception e) when (e is not OperationCanceledException) { ReadFailed(log, e.Message); }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private Task<List<Surge>> ReadAsync(string where, object?[] values, CancellationToken ct) => db.ReadAsync(
        "select id, lines, text, prompt, ticket, from_at, until_at, by_account, by_name, audio from telephony.surge " + where, values,
        row => new Surge(
            row.GetGuid(0), row.GetFieldValue<string[]>(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetFieldValue<DateTimeOffset>(5),
            row.GetFieldValue<DateTimeOffset>(6), row.GetString(7), row.GetString(8))
        {
            Audio = row.Maybe<byte[]>(9) is { } alaw ? Prompt.OfAlaw(alaw) : null,
        },
        ct);

    private async Task<IReadOnlyList<SurgeCaller>> ReadCallersAsync(string where, object?[] values, CancellationToken ct) => await db.ReadAsync(
        $"""
        select s.surge_id, s.call_id, coalesce(c.caller, ''), coalesce(c.called, ''), s.at, s.joined
        from telephony.surge_caller s left join telephony.call c on c.id = s.call_id {where} order by s.at limit 5000
        """,
        values,
        row => new SurgeCaller(row.GetGuid(0), new(row.GetGuid(1)), switchboard.Numbers.Open(row.GetString(2), row.GetGuid(1)), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4), row.Maybe<string>(5)), ct);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The surge announcements could not be read again ({Error}); the ones known go on")]
    private static partial void ReadFailed(ILogger log, string error);
}
