using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Enterprises;

/// <summary>An earlier matter of a company.</summary>
public sealed record CompanyTicket(TicketId Id, TicketNumber Number, StateName State, RequestType Type, string Title, string? Line, DateTimeOffset AcceptedAt, DateTimeOffset? ClosedAt);

/// <summary>企业卡: what is known of a company. Its contact persons are only counted here.</summary>
/// <param name="Tickets">The newest first, at most twenty.</param>
public sealed record CompanyCard(
    string Code, string Name, string? Address, DateTimeOffset FirstSeenAt, long Contacts, long TicketsAltogether, long TicketsOpen, IReadOnlyList<CompanyTicket> Tickets);

/// <summary>A person who speaks for a company (联系人): personal data.</summary>
public sealed record CompanyContact(string? Name, string? Phone);

/// <summary>企业: companies by their credit code. Contact persons are sealed, and every look at them is written down with its purpose.</summary>
public sealed class Companies
{
    private readonly NpgsqlDataSource _db;
    private readonly PersonalDataKey _key;
    private readonly TimeProvider _clock;

    internal Companies(NpgsqlDataSource db, PersonalDataKey key, TimeProvider clock) => (_db, _key, _clock) = (db, key, clock);

    /// <summary>Null where the company has not been met.</summary>
    public async Task<CompanyCard?> FindAsync(string code, CancellationToken ct)
    {
        var tickets = await _db.ReadAsync(
            "select id, number, state, type, title, line, accepted_at, closed_at from tickets.ticket where company = $1 order by accepted_at desc limit 20", [code],
            row => new CompanyTicket(
                new(row.GetGuid(0)), row.Number(1), row.Code<StateName>(2), row.Code<RequestType>(3), row.GetString(4), row.Maybe<string>(5), row.Time(6), row.MaybeTime(7)), ct);
        var found = await _db.ReadAsync(
            """
            select c.name, c.address, c.first_seen_at, (select count(*) from tickets.company_contact where company = c.code),
              count(t.id), count(t.id) filter (where t.closed_at is null)
            from tickets.company c left join tickets.ticket t on t.company = c.code where c.code = $1 group by c.code
            """,
            [code], row => new CompanyCard(code, row.GetString(0), row.Maybe<string>(1), row.Time(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), tickets), ct);
        return found.SingleOrDefault();
    }

    /// <summary>Puts name and address right, or takes a company in before its first ticket.</summary>
    public Task SaveAsync(string code, string name, string? address, CancellationToken ct) => _db.ExecuteAsync(
        """
        insert into tickets.company (code, name, address, first_seen_at, changed_at) values ($1, $2, $3, $4, $4)
        on conflict (code) do update set name = excluded.name, address = excluded.address, changed_at = excluded.changed_at
        """,
        [code, name.Trim(), address?.Trim(), _clock.Now()], ct);

    /// <summary>Who speaks for the company, opened for a purpose that goes into the ledger; null where it has not been met.</summary>
    /// <exception cref="UnauthorizedAccessException">Units and citizens may not.</exception>
    public async Task<IReadOnlyList<CompanyContact>?> OpenContactsAsync(string code, Actor actor, string purpose, CancellationToken ct)
    {
        if (actor.IsOfUnit || actor.Role == Role.Citizen) throw new UnauthorizedAccessException($"Role {actor.Role} may not open personal data.");
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        var known = await _db.ExecuteAsync(
            "insert into tickets.company_contact_view (company, actor, purpose, at) select code, $2::text::jsonb, $3, $4 from tickets.company where code = $1",
            [code, EventJson.Write(actor), purpose, _clock.Now()], ct);
        if (known == 0) return null;
        var rows = await _db.ReadAsync("select sealed from tickets.company_contact where company = $1 order by id", [code], row => row.GetFieldValue<byte[]>(0), ct);
        return [.. rows.Select(sealedRow => _key.Open<CompanyContact>(sealedRow, code))];
    }

    /// <summary>The statements that go with a ticket of a company: the company itself, and who spoke for it. What staff wrote stays.</summary>
    internal static IEnumerable<NpgsqlBatchCommand> Rows(Company company, string? contact, string? phone, PersonalDataKey key, DateTimeOffset now)
    {
        yield return Sql.Command(
            "insert into tickets.company (code, name, first_seen_at, changed_at) values ($1, $2, $3, $3) on conflict (code) do nothing", company.CreditCode, company.Name, now);
        if (string.IsNullOrWhiteSpace(contact) && string.IsNullOrWhiteSpace(phone)) yield break;
        var mac = key.Fingerprint("company-contact", $"{company.CreditCode}/{contact?.Trim()}/{(phone is null ? "" : PhoneNumber.Normalize(phone))}");
        yield return Sql.Command(
            "insert into tickets.company_contact (company, contact_mac, sealed, at) values ($1, $2, $3, $4) on conflict (company, contact_mac) do nothing",
            company.CreditCode, mac, key.Seal(new CompanyContact(contact?.Trim(), phone?.Trim()), company.CreditCode), now);
    }
}
