using System.Security.Cryptography;
using System.Text.Json;
using Hotline.Tickets;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Hotline.Agent.Blazor.Together;

/// <summary>What somebody wrote into the form of a step and has not sent (未提交的填写).</summary>
/// <param name="Values">By the fields' ids.</param>
public sealed record Kept(Step Step, IReadOnlyDictionary<string, string> Values, DateTimeOffset SavedAt);

/// <summary>Keeps them, encrypted, in desk.step_draft, for three days or until the step is taken.</summary>
public sealed class KeptWords(NpgsqlDataSource db, IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(3);
    private readonly IDataProtector _protector = protection.CreateProtector("Hotline.Together.Kept");

    internal async Task<IReadOnlyList<Kept>> ReadAsync(string account, TicketId ticket, CancellationToken ct)
    {
        var rows = await db.ReadAsync(
            "select step, body, saved_at from desk.step_draft where account = $1 and ticket_id = $2 and saved_at > $3", [account, ticket.Value, clock.GetUtcNow() - KeptFor],
            row => (Step: row.GetString(0), Body: row.GetFieldValue<byte[]>(1), At: row.GetFieldValue<DateTimeOffset>(2)), ct);
        return [.. rows.Select(r => Terms.TryFromCode<Step>(r.Step, out var step) && Open(r.Body) is { Count: > 0 } values ? new Kept(step, values, r.At) : null).OfType<Kept>()];
    }

    internal Task SaveAsync(string account, TicketId ticket, Step step, IReadOnlyDictionary<string, string> values, CancellationToken ct) => db.ExecuteAsync(
        """
        insert into desk.step_draft (account, ticket_id, step, body, saved_at) values ($1, $2, $3, $4, $5)
        on conflict (account, ticket_id, step) do update set body = excluded.body, saved_at = excluded.saved_at
        """,
        [account, ticket.Value, step.Code(), _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(values)), clock.GetUtcNow()], ct);

    internal Task RemoveAsync(string account, TicketId ticket, Step step, CancellationToken ct) => db.ExecuteAsync(
        "delete from desk.step_draft where (account = $1 and ticket_id = $2 and step = $3) or saved_at < $4", [account, ticket.Value, step.Code(), clock.GetUtcNow() - KeptFor], ct);

    private Dictionary<string, string>? Open(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(_protector.Unprotect(body));
        }
        catch (CryptographicException)
        {
            return null; // its key is gone: nobody can read it any more
        }
    }
}
