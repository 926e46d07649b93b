using Hotline.Telephony.Police;
using Hotline.Tickets;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Reading;
using Npgsql;

namespace Hotline.Agent.Blazor.Lines;

/// <summary>首接负责: what the rule decided in a three-way call with 110 is noted on the call's ticket, with its ground.</summary>
internal sealed partial class PoliceMatters(
    Assignments assignments, TicketFile tickets, ITicketDesk desk, NpgsqlDataSource db, TimeProvider clock, ILogger<PoliceMatters> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await NoteAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                Waiting(e.Message);
            }
        }
    }

    /// <summary>One pass: a call without a ticket yet is asked for again, for a day.</summary>
    internal async Task NoteAsync(CancellationToken ct)
    {
        foreach (var assigned in await assignments.ToTellAsync(ct))
        {
            if (await TicketOfAsync(assigned, ct) is not { } ticket) continue;
            var by = assigned.Agent is { } agent ? new Actor(agent.Value, agent.Value, Role.Agent, null) : new Actor("system", "系统", Role.Supervisor, null);
            var decision = await desk.HandleAsync(ticket, new NoteTicket(assigned.Ground), by, ct);
            await assignments.ToldAsync(assigned.Call, decision is Decision.Refused refused ? refused.Code : "noted", ct);
        }
    }

    private async Task<TicketId?> TicketOfAsync(Assignment assigned, CancellationToken ct)
    {
        if (TicketNumber.TryParse(assigned.Ticket, out var number, out _)) return await tickets.FindAsync(number, ct);
        var found = await db.ReadAsync(
            "select id from tickets.ticket where call_id = $1 order by number limit 1", [assigned.Call.ToString()], row => new TicketId(row.GetGuid(0)), ct);
        return found is [var ticket] ? ticket : null;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "What was assigned with 110 waits for the database: {Reason}")]
    private partial void Waiting(string reason);
}
