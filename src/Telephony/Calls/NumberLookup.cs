using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Hotline.Telephony.Calls;

/// <summary>A call of one number. The number itself is not told again.</summary>
/// <param name="Line">Our number that was called, or that we called from.</param>
public sealed record CallOfNumber(CallId Id, CallDirection Direction, string Line, DateTimeOffset ArrivedAt, DateTimeOffset? EndedAt, AgentId? Agent);

/// <summary>按号码查话单: the calls of one number, found by its keyed hash. Each look-up is written down with its purpose in the same statement (号码查询台账).</summary>
/// <param name="db">Reading throws NpgsqlException while the database is away.</param>
public sealed class NumberLookup(NpgsqlDataSource db, CallLog calls, TimeProvider clock)
{
    private const int Most = 200;

    internal sealed record Question(string? Number, string? Purpose);

    /// <summary>The newest first; empty for what is no number.</summary>
    public async Task<IReadOnlyList<CallOfNumber>> FindAsync(string number, string by, string purpose, CancellationToken ct)
    {
        if (calls.Numbers.Find(number) is not { } mac) return [];
        return await db.ReadAsync(
            """
            with found as (
              select id, direction, case direction when 'Inbound' then called else caller end as line, arrived_at, ended_at, agent
              from telephony.call where number_mac = $1 order by arrived_at desc limit $5),
            noted as (
              insert into telephony.number_lookup (number_mac, by_account, purpose, calls, at) values ($1, $2, $3, (select count(*) from found), $4))
            select * from found order by arrived_at desc
            """,
            [mac, by, purpose, clock.GetUtcNow(), Most],
            row => new CallOfNumber(
                new(row.GetGuid(0)), Enum.Parse<CallDirection>(row.GetString(1)), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.MaybeValue<DateTimeOffset>(4),
                row.Maybe<string>(5) is { } agent ? new AgentId(agent) : null),
            ct);
    }

    internal static void Map(IEndpointRouteBuilder calls) => calls.MapPost("of-number", AskAsync).For(TelephonyHttp.Supervisor, TelephonyHttp.Inspector, "auditor")
        .WithSummary("按号码查话单: {number, purpose}; the newest 200. Each look-up is written down.");

    private static async Task<IResult> AskAsync(Question body, ClaimsPrincipal user, NumberLookup lookup, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(body.Number) || Callbacks.CallerNumber.Normal(body.Number) is not { Length: >= 3 and <= 20 }) return TelephonyHttp.Wrong("number", "号码应为 3 至 20 位数字，例如 13800001234");
        if (string.IsNullOrWhiteSpace(body.Purpose) || body.Purpose.Length > 200) return TelephonyHttp.Wrong("purpose", "请填写查询用途，1 至 200 字");
        return TelephonyHttp.Json(await lookup.FindAsync(body.Number, user.AgentId().Value, body.Purpose.Trim(), ct));
    }
}
