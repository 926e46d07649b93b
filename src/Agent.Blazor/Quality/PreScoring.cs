using System.Text.Json;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Scoring;
using Hotline.Telephony.Speech;
using Hotline.Telephony;
using Hotline.Tickets.City;
using Npgsql;

namespace Hotline.Agent.Blazor.Quality;

/// <summary>每通预检: every ended call is checked automatically, with what tickets and desk know of it. Running twice changes nothing.</summary>
internal sealed partial class PreScoring(ScoreBook book, CallLog calls, CityRules rules, NpgsqlDataSource db, TimeProvider clock, ILogger<PreScoring> log) : BackgroundService
{
    private const int AtATime = 100;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly string NoTicket = JsonSerializer.Serialize<object[]>([new { Kind = CheckKind.Ticket, Passed = false }]);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PassAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                Waiting(log, e.GetType().Name);
            }
        }
    }

    internal async Task PassAsync(CancellationToken ct)
    {
        foreach (var call in await book.UncheckedAsync(AtATime, ct)) await CheckAsync(call, ct);
        foreach (var id in await TicketCameLaterAsync(ct)) await CheckAsync((await calls.FindAsync(id))!, ct);
    }

    private async Task CheckAsync(CallRecord call, CancellationToken ct)
    {
        var said = await calls.TranscriptAsync(call.Id);
        await book.SaveAsync(call, CallChecks.Of(call, said, await AroundAsync(call.Id, said, ct)), ct);
    }

    /// <summary>Agents finish tickets after the call (话后整理): who had none when the call was checked may have one now.</summary>
    private async Task<IReadOnlyList<CallId>> TicketCameLaterAsync(CancellationToken ct) => await db.ReadAsync(
        """
        select k.call_id from telephony.call_check k where k.ended_at > $1 and k.checks @> $2::text::jsonb
          and exists (select from tickets.ticket t where t.call_id = k.call_id::text) and not exists (select from telephony.score s where s.call_id = k.call_id) order by k.ended_at limit $3
        """,
        [clock.GetUtcNow().AddDays(-1), NoTicket, AtATime], row => new CallId(row.GetGuid(0)), ct);

    private async Task<CallSurroundings> AroundAsync(CallId call, IReadOnlyList<TranscriptSegment> said, CancellationToken ct)
    {
        var words = string.Join("。", said.Where(s => s.Speaker == Party.Citizen).Select(s => s.Text));
        var (ticket, falseAlarm) = (await db.ReadAsync(
            "select exists (select from tickets.ticket where call_id = $1), exists (select from desk.false_alarm where call_id = $2)", [call.ToString(), call.Value],
            row => (row.GetBoolean(0), row.GetBoolean(1)), ct))[0];
        return new(ticket, SpokenWords.Dangers(rules, words).Count > 0, falseAlarm);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Calls wait to be checked ({Error}); the next pass tries again.")]
    private static partial void Waiting(ILogger log, string error);
}
