using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Partners;

/// <summary>数据链路: whether data get through to each partner line. When they do not, the voice still does.</summary>
public sealed class PartnerLinks
{
    private readonly NpgsqlDataSource _db;
    private readonly PartnerOptions _options;
    private readonly TimeProvider _clock;

    internal PartnerLinks(NpgsqlDataSource db, PartnerOptions options, TimeProvider clock) => (_db, _options, _clock) = (db, options, clock);

    /// <summary>未回执报警 after so long.</summary>
    public TimeSpan AckWithin => _options.AckWithin;

    public async Task<IReadOnlyList<PartnerLink>> ReadAsync(CancellationToken ct)
    {
        var known = await _db.ReadAsync(
            """
            select p, l.up, l.since, l.failure, (select count(*) from tickets.partner_exchange e where e.partner = p and e.direction = 'out' and e.state = 'offered')::int,
              (select count(*) from tickets.partner_exchange e where e.partner = p and e.direction = 'out' and e.state = 'offered' and e.offered_at < $2)::int
            from unnest($1::text[]) p left join tickets.partner_link l on l.partner = p
            """, [_options.All.Keys.ToArray(), _clock.Now() - _options.AckWithin],
            row => (Id: row.GetString(0), Up: row.MaybeValue<bool>(1), Since: row.MaybeTime(2), Failure: row.Maybe<string>(3), Waiting: row.GetInt32(4), Late: row.GetInt32(5)), ct);
        return [.. known.Select(k => (k, Line: _options.All[k.Id])).Select(p => new PartnerLink(p.k.Id, p.Line.Name, p.Line.Endpoint is null ? "file" : "http", p.Line.Endpoint is null ? true : p.k.Up, p.k.Since, p.k.Failure, p.k.Waiting, p.k.Late, p.Line.Roster))];
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
        "select count(*)::int from tickets.partner_exchange where direction = 'out' and state = 'offered' and offered_at < $1", [_clock.Now() - _options.AckWithin], row => row.GetInt32(0), ct))[0];
}
