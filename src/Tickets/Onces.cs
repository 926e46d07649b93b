using System.Security.Cryptography;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets;

/// <summary>A command that came with a key of its own (Idempotency-Key): whose, and the fingerprint of what it asked.</summary>
internal sealed record Once(string Actor, string Key, byte[] RequestMac, PersonalDataKey Seal);

/// <summary>
/// Remembers the answers of commands that make something, each in the transaction of what it made: whoever sends the same again, for want
/// of an answer, gets the first one and nothing is made twice.
/// </summary>
internal sealed class Onces(NpgsqlDataSource db, PersonalDataKey seal)
{
    /// <param name="key">Null where none was sent: then it is done as often as it comes.</param>
    /// <param name="make">Null for nothing made, which is not remembered.</param>
    /// <exception cref="InvalidRequestException">The key is too long, or was used for something else.</exception>
    internal async Task<T?> DoAsync<T>(string? key, object request, Actor by, Func<Once?, Task<T?>> make, CancellationToken ct) where T : class
    {
        if (key is null) return await make(null);
        if (key.Length is 0 or > 100) throw Wrong("幂等键应为 1 到 100 个字符");
        var once = new Once(by.Id, key, seal.Fingerprint("request", EventJson.Write(request)), seal);
        if (await RememberedAsync<T>(once, ct) is { } earlier) return earlier;

        try { return await make(once); }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "receipt_pkey" })
        {
            return await RememberedAsync<T>(once, ct);
        }
    }

    /// <summary>The answer's row, for the transaction; none without a key.</summary>
    internal static IEnumerable<NpgsqlBatchCommand> Row<T>(Once? once, T answer, DateTimeOffset at) => once is null ? [] :
    [
        Sql.Command(
            "insert into tickets.receipt (actor, key, request_mac, sealed, at) values ($1, $2, $3, $4, $5)", once.Actor, once.Key, once.RequestMac, once.Seal.Seal(answer, once.Key), at),
    ];

    private async Task<T?> RememberedAsync<T>(Once once, CancellationToken ct) where T : class
    {
        var found = await db.ReadAsync(
            "select request_mac, sealed from tickets.receipt where actor = $1 and key = $2", [once.Actor, once.Key],
            row => (Mac: row.GetFieldValue<byte[]>(0), Sealed: row.GetFieldValue<byte[]>(1)), ct);
        if (found.Count == 0) return null;
        return CryptographicOperations.FixedTimeEquals(found[0].Mac, once.RequestMac) ? seal.Open<T>(found[0].Sealed, once.Key) : throw Wrong("该幂等键已用于另一请求，请换一个键");
    }

    private static InvalidRequestException Wrong(string why) => new(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["Idempotency-Key"] = [why] });
}
