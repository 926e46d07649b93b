using System.Security.Cryptography;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Retention;

/// <summary>
/// Takes the person out of tickets (去标识化): name, phone, addresses, query code and files go; the ticket, its events and so every
/// figure stay. Each erasure is written down in the transaction that makes it.
/// </summary>
internal sealed class PersonalDataEraser(NpgsqlDataSource db, PersonalDataKey key, SealedFiles files, TimeProvider clock)
{
    /// <returns>How many were erased: not those on hold, and none twice.</returns>
    internal async Task<int> EraseAsync(IReadOnlyCollection<Guid> tickets, string basis, Actor by, CancellationToken ct)
    {
        var (ids, nobody, now) = (tickets.ToArray(), tickets.Select(id => key.Seal(new Requester(null, null), id.ToString())).ToArray(), clock.Now());
        var erased = await db.ReadAsync(
            """
            with gone as (
              update tickets.requester r set sealed = x.sealed, phone_mac = null, code_mac = x.code, erased_at = $4
              from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as x (id, sealed, code)
              where r.ticket_id = x.id and r.erased_at is null and not exists (select from tickets.legal_hold h where h.ticket_id = x.id and h.ended_at is null) returning r.ticket_id),
            addresses as (update tickets.delivery d set sealed_address = null from gone where d.ticket_id = gone.ticket_id),
            codes as (delete from tickets.letter_code c using gone where c.ticket_id = gone.ticket_id),
            links as (delete from tickets.invitation i using gone where i.ticket_id = gone.ticket_id),
            packets as (update tickets.partner_exchange e set sealed = null, reason = null, next_at = null from gone where e.ticket_id = gone.ticket_id),
            files as (update tickets.attachment a set erased_at = $4 from gone where a.ticket_id = gone.ticket_id and a.erased_at is null returning a.id, a.ticket_id),
            noted as (insert into tickets.erasure (what, ticket_id, rows, basis, actor, at)
              select 'personal-data', g.ticket_id, 1 + (select count(*) from files f where f.ticket_id = g.ticket_id), $5, $6::text::jsonb, $4 from gone g)
            select ticket_id, array(select f.id from files f where f.ticket_id = gone.ticket_id) from gone
            """,
            [ids, nobody, ids.Select(_ => RandomNumberGenerator.GetBytes(32)).ToArray(), now, basis, EventJson.Write(by)], row => row.GetFieldValue<Guid[]>(1), ct);
        foreach (var file in erased.SelectMany(f => f)) files.Erase(file);
        return erased.Count;
    }

    /// <summary>Files whose erasure was noted but whose host died before it came to them.</summary>
    internal async Task EraseLeftFilesAsync(CancellationToken ct)
    {
        foreach (var id in await db.ReadAsync("select id from tickets.attachment where erased_at > $1", [clock.Now().AddDays(-7)], row => row.GetGuid(0), ct)) files.Erase(id);
    }
}
