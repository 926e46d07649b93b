using Hotline.Agent.Blazor.Accounts;
using Hotline.Telephony.Police;
using Hotline.Tickets;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Reading;
using Npgsql;

namespace Hotline.Agent.Blazor.Lines;

/// <summary>
/// 首接负责: what the two lines agreed in a three-way call, or the rule decided, stands on the call's ticket with its ground. A ticket that went to
/// 110 meanwhile and is ours waits for dispatch again, with a clock.
/// </summary>
internal sealed partial class PoliceMatters(
    Assignments assignments, TicketFile tickets, ITicketDesk desk, NpgsqlDataSource db, AccountStore accounts, TimeProvider clock, ILogger<PoliceMatters> log) : BackgroundService
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
            var by = assigned.Agent is { } agent ? await accounts.AgentAsync(agent.Value, ct) : new Actor("system", "系统", Role.Supervisor, null);
            await assignments.ToldAsync(assigned.Call, await SettleAsync(ticket, assigned, by, ct), ct);
        }
    }

    private async Task<string> SettleAsync(TicketId ticket, Assignment assigned, Actor by, CancellationToken ct)
    {
        var words = $"责任方：{(assigned.Owner == ResponsibleSide.Police ? "110" : "12345")}。{assigned.Ground}";
        if (await KnowsAsync(ticket, words, assigned.At, ct)) return "noted"; // by a host that ended before it could say so
        if (assigned.Owner == ResponsibleSide.Hotline && await IsWithPoliceAsync(ticket, ct)
            && await desk.HandleAsync(ticket, new AcceptAfterAll(words), by, ct) is Decision.Happened) return "accepted";
        return await desk.HandleAsync(ticket, new NoteTicket(words), by, ct) is Decision.Refused refused ? refused.Code : "noted";
    }

    /// <summary>Since it was settled: an earlier call may have been settled in the same words.</summary>
    private async Task<bool> KnowsAsync(TicketId ticket, string words, DateTimeOffset settled, CancellationToken ct) => (await tickets.EventsAsync(ticket, ct))
        .Any(e => e.At >= settled && (e.Event is TicketEvent.Noted noted && noted.Text == words || e.Event is TicketEvent.AcceptedAfterAll ours && ours.Reason == words));

    private async Task<bool> IsWithPoliceAsync(TicketId ticket, CancellationToken ct) => (await db.ReadAsync(
        "select 1 from tickets.ticket where id = $1 and state = 'transferred-to-110'", [ticket.Value], row => true, ct)).Count == 1;

    private async Task<TicketId?> TicketOfAsync(Assignment assigned, CancellationToken ct)
    {
        if (TicketNumber.TryParse(assigned.Ticket, out var number, out _)) return await tickets.FindAsync(number, ct);
        return (await tickets.OfCallAsync(assigned.Call.Value, ct))?.Id;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "What was assigned with 110 waits for the database: {Reason}")]
    private partial void Waiting(string reason);
}
