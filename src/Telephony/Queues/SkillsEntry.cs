using Hotline.Telephony.Calls;
using Npgsql;

namespace Hotline.Telephony.Queues;

/// <summary>An agent's skills as they were set, for the call log.</summary>
internal sealed record SkillsEntry(AgentId Agent, IReadOnlyDictionary<string, int> Skills, AgentId By, DateTimeOffset At) : LogEntry
{
    internal override NpgsqlBatchCommand ToSql() => Sql.Command(
        """
        insert into telephony.agent_skills as old (agent, skills, set_by, set_at) values ($1, $2::jsonb, $3, $4)
        on conflict (agent) do update set (skills, set_by, set_at) = (excluded.skills, excluded.set_by, excluded.set_at) where old.set_at <= excluded.set_at
        """,
        Agent.Value, System.Text.Json.JsonSerializer.Serialize(Skills), By.Value, At);

    internal static async Task LoadAsync(AgentSkills skills, CallLog log, CancellationToken ct)
    {
        var stored = await log.ReadAsync(
            "select agent, skills from telephony.agent_skills", [],
            row => (Agent: new AgentId(row.GetString(0)), Skills: System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, int>>(row.GetString(1))!), ct);
        foreach (var one in stored) skills.Set(one.Agent, one.Skills);
    }
}
