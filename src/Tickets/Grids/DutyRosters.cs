using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Grids;

/// <summary>值班表: who is on duty for a unit or grid, at any time.</summary>
public sealed class DutyRosters(NpgsqlDataSource db)
{
    /// <summary>Takes duties in, all or none. The same line again only brings a new phone or end: an import may be repeated.</summary>
    /// <returns>How many lines were new or changed.</returns>
    public async Task<int> ImportAsync(IReadOnlyList<Duty> duties, CancellationToken ct)
    {
        await using var batch = db.CreateBatch();
        foreach (var duty in duties) batch.BatchCommands.Add(Row(duty));
        return duties.Count == 0 ? 0 : await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Who answers for the unit at that moment, by role.</summary>
    public Task<IReadOnlyList<Duty>> OnDutyAsync(string unit, DateTimeOffset at, CancellationToken ct) => BetweenAsync(unit, at, at.AddMicroseconds(1), ct);

    /// <summary>The duties of a unit, or of all, that touch a time.</summary>
    public async Task<IReadOnlyList<Duty>> BetweenAsync(string? unit, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => await db.ReadAsync(
        """
        select unit, role, person, phone, from_at, to_at from tickets.duty
        where ($1::text is null or unit = $1) and from_at < $3 and to_at > $2 order by unit, role, from_at, person limit 5000
        """,
        [unit, from.ToUniversalTime(), to.ToUniversalTime()],
        row => new Duty(row.GetString(0), row.Code<DutyRole>(1), row.GetString(2), row.GetString(3), row.Time(4), row.Time(5)), ct);

    /// <summary>Takes a line out again, such as one that was typed wrong.</summary>
    /// <returns>False where there is no such line.</returns>
    public async Task<bool> RemoveAsync(Duty duty, CancellationToken ct) => await db.ExecuteAsync(
        "delete from tickets.duty where unit = $1 and role = $2 and person = $3 and from_at = $4",
        [duty.Unit, duty.Role.Code(), duty.Person, duty.From.ToUniversalTime()], ct) > 0;

    internal async Task<bool> IsEmptyAsync(CancellationToken ct) => (await db.ReadAsync("select not exists (select 1 from tickets.duty)", [], row => row.GetBoolean(0), ct))[0];

    private static NpgsqlBatchCommand Row(Duty d) => Sql.Command(
        """
        insert into tickets.duty as d (unit, role, person, phone, from_at, to_at) values ($1, $2, $3, $4, $5, $6)
        on conflict (unit, role, person, from_at) do update set phone = excluded.phone, to_at = excluded.to_at
        where (d.phone, d.to_at) is distinct from (excluded.phone, excluded.to_at)
        """,
        d.Unit, d.Role.Code(), d.Person, d.Phone, d.From.ToUniversalTime(), d.To.ToUniversalTime());
}
