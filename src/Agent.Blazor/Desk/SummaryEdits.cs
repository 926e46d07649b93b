using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>摘要修改: pairs of the summary that was proposed and the text that was accepted, encrypted, kept for 180 days to better the summaries with.</summary>
public sealed class SummaryEdits(NpgsqlDataSource db, IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(180);
    private readonly IDataProtector _protector = protection.CreateProtector("Hotline.Desk.SummaryEdit");

    private sealed record Pair(string Proposed, string Accepted, string Title);

    /// <summary>Nothing where nothing was proposed, or the agent left it as it was.</summary>
    internal async Task KeepAsync(Draft draft, CallSummary proposed, CancellationToken ct)
    {
        if (draft.CallId is not { } call || proposed.Text.Length == 0 || proposed.Text == draft.Text.Value) return;
        var body = _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(new Pair(proposed.Text, draft.Text.Value, draft.Title.Value)));
        await db.ExecuteAsync(
            """
            with old as (delete from desk.summary_edit where at < $4)
            insert into desk.summary_edit (call_id, body, at) values ($1, $2, $3) on conflict (call_id) do nothing
            """,
            [call, body, clock.GetUtcNow(), clock.GetUtcNow() - KeptFor], ct);
    }
}
