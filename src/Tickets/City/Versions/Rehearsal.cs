using System.Diagnostics;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.City.Versions;

/// <summary>规则预演: replays a draft on stored tickets. Reads the whole log of the period once, ticket after ticket; writes nothing.</summary>
internal sealed class Rehearsal(NpgsqlDataSource db, ProfileShelf shelf, CityRulebook book, Precedents precedents, TimeProvider clock)
{
    /// <param name="from">Tickets accepted from here on; null for all.</param>
    internal async Task<RehearsalReport> RunAsync(CityProfile profile, DateTimeOffset? from, DateTimeOffset? to, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var (draft, present) = (new CityRules(profile), book.At(clock.GetUtcNow()));
        var findings = new RerunFindings();
        var tickets = await ReplayAsync(draft, present, from, to, findings, ct);
        var moves = await MovesAsync(present, draft, ct);
        return new(
            draft.Version, present.Version, from, to, tickets, findings.Clocks, Math.Round(watch.Elapsed.TotalSeconds, 2),
            findings.Dues.Sum(), findings.Proposals.Sum(), findings.Refusals.Sum(), moves.Sum());
    }

    private async Task<int> ReplayAsync(CityRules draft, CityRules present, DateTimeOffset? from, DateTimeOffset? to, RerunFindings findings, CancellationToken ct)
    {
        var known = await shelf.ByNameAsync(ct);
        var (tickets, history) = (0, new List<RecordedEvent>());
        await foreach (var recorded in ReadAsync(from, to, ct))
        {
            if (history.Count > 0 && history[0].Ticket != recorded.Ticket) Rerun();
            history.Add(recorded);
        }

        if (history.Count > 0) Rerun();
        return tickets;

        void Rerun()
        {
            new Rerun(draft, name => known.GetValueOrDefault(name, present), precedents.All, findings).Run(history);
            history.Clear();
            tickets++;
        }
    }

    private async IAsyncEnumerable<RecordedEvent> ReadAsync(DateTimeOffset? from, DateTimeOffset? to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = db.CreateCommand(
            """
            select e.seq, e.ticket_id, e.version, e.body, e.at, e.rules from tickets.event e join tickets.ticket t on t.id = e.ticket_id
            where t.accepted_at >= $1 and t.accepted_at < $2 order by e.ticket_id, e.version
            """);
        command.Parameters.Add(new() { Value = from ?? DateTimeOffset.MinValue });
        command.Parameters.Add(new() { Value = to ?? DateTimeOffset.MaxValue });
        command.CommandTimeout = 0;
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            yield return new(row.GetInt64(0), new(row.GetGuid(1)), row.GetInt32(2), EventJson.Read<TicketEvent>(row.GetString(3)), Actor.System, row.Time(4), row.GetString(5));
    }

    /// <summary>What publishing will move: the same decision, ticket by ticket.</summary>
    private async Task<Tally<ClockMove>> MovesAsync(CityRules present, CityRules draft, CancellationToken ct)
    {
        var moves = new Tally<ClockMove>(m => m.Ticket, m => m.Was == m.Becomes ? "warnings-only" : m.Clock.Code());
        await foreach (var (_, stored) in OpenTickets.ReadAsync(db, ct))
        {
            if (RescheduleTicket.Decide(stored.Ticket, present, draft, "", clock.Now()) is not { } moved) continue;
            foreach (var (becomes, was) in moved.Changed!.Zip(moved.Before)) moves.Add(new(stored.Ticket.Number, becomes.Name, becomes.Task, was, becomes.DueAt));
        }

        return moves;
    }
}
