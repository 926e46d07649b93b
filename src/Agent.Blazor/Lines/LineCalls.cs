using Hotline.Telephony.Calls;
using Hotline.Tickets.Lines;
using Npgsql;

namespace Hotline.Agent.Blazor.Lines;

/// <summary>Calls by number for the report per line (分热线话务量).</summary>
public sealed class LineCalls(NpgsqlDataSource db)
{
    public async Task<IReadOnlyList<NumberCalls>> BetweenAsync(DateTimeOffset from, DateTimeOffset to) =>
        [.. (await NumberCounts.ReadAsync(db, from, to, CancellationToken.None)).Select(c => new NumberCalls(c.Called, c.Calls, c.Talked))];
}
