using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Partners;

/// <summary>数据链路: whether data get through to each partner line. When they do not, the voice still does.</summary>
public sealed class PartnerLinks
{
    private const string Waiting = "direction = 'out' and state = 'offered' and sealed is not null";
    private readonly NpgsqlDataSource _db;
    private readonly PartnerOptions _options;
    private readonly TimeProvider _clock;

    internal PartnerLinks(NpgsqlDataSource db, PartnerOptions options, TimeProvider clock) => (_db, _options, _clock) = (db, options, clock);

    /// <summary>未回执报警 after so long.</summary>
    public TimeSpan AckWithin => _options.AckWithin;

    /// <summary>In the settings' order, 110 first; then lines that the settings no longer name while packets wait for them.</summary>
    public async Task<IReadOnlyList<PartnerLink>> ReadAsync(CancellationToken ct)
    {
        var known = await _db.ReadAsync(
            $"""
            with waiting as (select partner, count(*)::int as all_of_them, (count(*) filter (where offered_at < $2))::int as late from tickets.partner_exchange where {Waiting} group by partner)
            select p.id, l.up, l.since, l.failure, coalesce(w.all_of_them, 0), coalesce(w.late, 0)
            from (select id, no from unnest($1::text[]) with ordinality as k (id, no) union all select partner, null from waiting where partner <> all($1)) p
            left join tickets.partner_link l on l.partner = p.id left join waiting w on w.partner = p.id order by p.no nulls last, p.id
            """, [_options.All.Keys.ToArray(), _clock.Now() - _options.AckWithin],
            row => (Id: row.GetString(0), Up: row.MaybeValue<bool>(1), Since: row.MaybeTime(2), Failure: row.Maybe<string>(3), Waiting: row.GetInt32(4), Late: row.GetInt32(5)), ct);
        return [.. known.Select(k => _options.All.TryGetValue(k.Id, out var line)
            ? new PartnerLink(k.Id, line.Name, line.Endpoint is null ? "file" : "http", line.Endpoint is null ? true : k.Up, k.Since, k.Failure, k.Waiting, k.Late, line.Roster)
            : new PartnerLink(k.Id, k.Id, "none", null, null, null, k.Waiting, k.Late, []))];
    }

    /// <summary>数据链路中断: only the voice gets through to this line.</summary>
    public async Task<bool> IsDownAsync(string partner, CancellationToken ct) => _options.All.GetValueOrDefault(partner)?.Endpoint is not null
        && (await _db.ReadAsync("select up from tickets.partner_link where partner = $1", [partner], row => row.GetBoolean(0), ct)) is [false];

    /// <param name="failure">Null where it carries.</param>
    internal Task WriteAsync(string partner, string? failure, CancellationToken ct) => _db.ExecuteAsync(
        """
        insert into tickets.partner_link (partner, up, since, checked_at, failure) values ($1, $2, $3, $3, $4)
        on conflict (partner) do update set up = excluded.up, checked_at = excluded.checked_at, failure = excluded.failure,
          since = case when partner_link.up = excluded.up then partner_link.since else excluded.since end
        """, [partner, failure is null, _clock.Now(), failure], ct);

    internal async Task<int> LateAsync(CancellationToken ct) => (await _db.ReadAsync(
        $"select count(*)::int from tickets.partner_exchange where {Waiting} and offered_at < $1", [_clock.Now() - _options.AckWithin], row => row.GetInt32(0), ct))[0];
}
