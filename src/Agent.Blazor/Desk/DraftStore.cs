using System.Security.Cryptography;
using System.Text.Json;
using Hotline.Telephony;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>The agents' drafts, encrypted, in desk.draft. What nobody took up again for three days is removed.</summary>
public sealed class DraftStore(NpgsqlDataSource db, IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(3);
    private readonly IDataProtector _protector = protection.CreateProtector("Hotline.Desk.Draft");

    /// <summary>Newest first.</summary>
    internal async Task<IReadOnlyList<Draft>> AllAsync(AgentId agent, CancellationToken ct)
    {
        var bodies = await db.ReadAsync(
            "select body from desk.draft where agent = $1 and saved_at > $2 order by saved_at desc",
            [agent.Value, clock.GetUtcNow() - KeptFor],
            row => row.GetFieldValue<byte[]>(0),
            ct);
        return [.. bodies.Select(Open).OfType<Draft>()];
    }

    internal Task SaveAsync(AgentId agent, Draft draft, CancellationToken ct) => db.ExecuteAsync(
        """
        insert into desk.draft (agent, id, body, saved_at) values ($1, $2, $3, $4)
        on conflict (agent, id) do update set body = excluded.body, saved_at = excluded.saved_at
        """,
        [agent.Value, draft.Id, _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(draft)), clock.GetUtcNow()],
        ct);

    internal Task RemoveAsync(AgentId agent, Guid id, CancellationToken ct) =>
        db.ExecuteAsync("delete from desk.draft where (agent = $1 and id = $2) or saved_at < $3", [agent.Value, id, clock.GetUtcNow() - KeptFor], ct);

    // A draft whose key is gone cannot be read by anybody any more: it is left out, and removed when its time is over.
    private Draft? Open(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<Draft>(_protector.Unprotect(body));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
