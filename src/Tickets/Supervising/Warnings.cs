using System.Security.Claims;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Hotline.Tickets.Supervising;

/// <summary>预警: a running clock that has told its receiver something. The matter is not in it.</summary>
/// <param name="Task">Of a co-handler or a supervision order.</param>
/// <param name="Department">The name of the unit that has to act; null where the hotline has.</param>
/// <param name="WarnedAt">The first mark that was told.</param>
/// <param name="OverdueAt">When it was told that the limit is over.</param>
public sealed record WarningLine(TicketNumber Number, ClockName Clock, int? Task, DepartmentId? DepartmentId, string? Department, DateTimeOffset DueAt, DateTimeOffset? WarnedAt, DateTimeOffset? OverdueAt);

/// <summary>
/// 预警提醒, to who can act: a unit is told of its own clocks, each desk of the hotline of those it answers for, supervisors and inspectors
/// of all. It is told as long as the clock runs: what was done in time warns nobody any more.
/// </summary>
public sealed class Warnings(NpgsqlDataSource db, CityRules rules)
{
    private const int Most = 500;

    private static readonly ClockName[] OfUnits =
        [ClockName.SignIn, ClockName.FirstContact, ClockName.StageFeedback, ClockName.Handling, ClockName.CoHandling, ClockName.Arrival, ClockName.Supervision];

    private static readonly ClockName[] All = [.. Enum.GetValues<ClockName>().Except([ClockName.Suspension, ClockName.Promise, ClockName.Archive])];

    /// <summary>The clocks whose end that role can still prevent.</summary>
    private static ClockName[] For(Role role) => role switch
    {
        Role.Department => OfUnits,
        Role.DepartmentLead => [.. OfUnits, ClockName.ExtensionDecision],
        Role.Dispatcher => [ClockName.Dispatch, ClockName.ReturnDecision, ClockName.Information],
        Role.Reviewer => [ClockName.Review, ClockName.ExtensionDecision, ClockName.SuspensionDecision],
        Role.FollowUp => [ClockName.FollowUp],
        Role.Supervisor or Role.Inspector => All,
        _ => [],
    };

    /// <summary>What is due first on top.</summary>
    /// <param name="since">Only what was told from then on, for a digest; null for all.</param>
    public async Task<IReadOnlyList<WarningLine>> ReadAsync(Actor by, DateTimeOffset? since, CancellationToken ct) => await db.ReadAsync(
        $"""
        select t.number, c.name, nullif(c.task, 0), case when c.task = 0 then t.department else c.department end, c.due_at, c.warned_at, c.overdue_at
        from tickets.clock c join tickets.ticket t on t.id = c.ticket_id
        where c.stopped_at is null and coalesce(c.warned_at, c.overdue_at) is not null and c.paused_at is null and t.merged_into is null
          and c.name = any($1) and ($2::text is null or case when c.task = 0 then t.department else c.department end = $2) and ($3::timestamptz is null or greatest(c.warned_at, c.overdue_at) >= $3)
        order by c.due_at, t.number, c.name, c.task limit {Most}
        """,
        [For(by.Role).Select(c => c.Code()).ToArray(), by.IsOfUnit ? by.Department?.Code ?? "" : null, since],
        row => new WarningLine(
            row.Number(0), row.Code<ClockName>(1), row.MaybeValue<int>(2), row.Department(3), rules.NameOf(row.Department(3)), row.Time(4), row.MaybeTime(5), row.MaybeTime(6)), ct);
}

internal static class WarningEndpoints
{
    internal static void MapWarnings(this IEndpointRouteBuilder api) => api.MapGet("/warnings", ReadAsync).WithTags("Supervision")
        .RequireAuthorization(Staff.Of(Role.Department, Role.DepartmentLead, Role.Dispatcher, Role.Reviewer, Role.FollowUp, Role.Supervisor, Role.Inspector))
        .Produces<IReadOnlyList<WarningLine>>().ProducesValidationProblem()
        .WithSummary("预警提醒: running clocks that have warned, for whoever is signed in and can still act; since=… for what was told from then on.");

    private static async Task<IResult> ReadAsync(string? since, ClaimsPrincipal user, Warnings warnings, TimeProvider clock, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var from = When.Read(since, clock, errors, "since");
        if (errors.Found.Count > 0) return Problems.Invalid(errors.Found);
        return TypedResults.Ok(await warnings.ReadAsync(user.Signed(), string.IsNullOrEmpty(since) ? null : from, ct));
    }
}
