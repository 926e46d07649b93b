using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Citizens;

/// <summary>How often one person may do what costs others something, such as ordering a call: so many times within a quarter of an hour.</summary>
public sealed class CitizenLimits
{
    private readonly PersonalDataKey _key;
    private readonly WrongGuesses _counts;

    internal CitizenLimits(NpgsqlDataSource db, PersonalDataKey key, TimeProvider clock) => (_key, _counts) = (key, new(db, clock));

    /// <summary>Counts one more. Null where it may be done; otherwise how long to wait.</summary>
    /// <param name="what">Such as call-back.</param>
    /// <param name="who">An IP address or a number; only its fingerprint is kept.</param>
    public async Task<TimeSpan?> TakeAsync(string what, string who, int most, CancellationToken ct)
    {
        (byte[], int)[] asked = [(_key.Fingerprint("limit-" + what, who), most)];
        if (await _counts.BlockedForAsync(asked, ct) is { } wait) return wait;
        await _counts.RememberAsync(asked, ct);
        return null;
    }
}
