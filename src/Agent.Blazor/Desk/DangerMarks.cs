using Hotline.Telephony;
using Hotline.Tickets.City;
using Npgsql;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>误报: which danger words were no danger, so that the city's list can be mended.</summary>
public sealed class DangerMarks(NpgsqlDataSource db, TimeProvider clock)
{
    internal Task FalseAlarmAsync(CallId? call, IReadOnlyList<DangerWord> words, AgentId agent, CancellationToken ct) => db.ExecuteAsync(
        "insert into desk.false_alarm (call_id, word, line, agent, at) select $1, w, l, $4, $5 from unnest($2::text[], $3::text[]) as t(w, l)",
        [call?.Value, words.Select(w => w.Word).ToArray(), words.Select(w => w.Line).ToArray(), agent.Value, clock.GetUtcNow()], ct);
}
