using Npgsql;

namespace Hotline.Telephony.Surveys;

/// <summary>What the surveys of a time say: every figure with its base. Who did not answer counts in none of the grades.</summary>
/// <param name="Asked">邀评</param>
/// <param name="Grades">How many answered 1 非常满意 to 5 非常不满意, in this order.</param>
public sealed record SurveyFigures(string? Agent, long Asked, long Solved, long NotSolved, IReadOnlyList<long> Grades)
{
    /// <summary>Asked for a grade and gave none (未评价).</summary>
    public long NotGraded => Asked - Grades.Sum();
}

/// <summary>通话评价: what citizens answered after their calls.</summary>
public sealed class CallSurveys(NpgsqlDataSource db, TimeProvider clock)
{
    /// <summary>Surveys asked in [from, to).</summary>
    /// <param name="byAgent">One line for each agent; otherwise one for all.</param>
    public async Task<IReadOnlyList<SurveyFigures>> ReadAsync(DateTimeOffset from, DateTimeOffset to, bool byAgent, CancellationToken ct) => await db.ReadAsync(
        """
        select case when $3 then agent end, count(*), count(*) filter (where solved), count(*) filter (where not solved),
          count(*) filter (where satisfaction = 1), count(*) filter (where satisfaction = 2), count(*) filter (where satisfaction = 3),
          count(*) filter (where satisfaction = 4), count(*) filter (where satisfaction = 5)
        from telephony.survey where asked_at >= $1 and asked_at < $2 group by 1 order by 1
        """,
        [from, to, byAgent],
        row => new SurveyFigures(row.Maybe<string>(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), [.. Enumerable.Range(4, 5).Select(row.GetInt64)]), ct);

    /// <summary>Complete answers whose ticket has not been told, of the last day, oldest first: a ticket may be filed after the call.</summary>
    public async Task<IReadOnlyList<CallSurvey>> ToTellAsync(CancellationToken ct) => await db.ReadAsync(
        """
        select call_id, agent, asked_at, solved, satisfaction from telephony.survey
        where ticket_outcome is null and solved is not null and satisfaction is not null and asked_at > $1 order by asked_at limit 500
        """,
        [clock.GetUtcNow().AddDays(-1)],
        row => new CallSurvey(new(row.GetGuid(0)), new(row.GetString(1)), row.GetFieldValue<DateTimeOffset>(2), row.GetBoolean(3), row.GetInt32(4)), ct);

    /// <param name="outcome">rated, or the code of the refusal.</param>
    public Task ToldAsync(CallId call, string outcome, CancellationToken ct) =>
        db.ExecuteAsync("update telephony.survey set ticket_outcome = $2 where call_id = $1 and ticket_outcome is null", [call.Value, outcome], ct);
}
