using Hotline.Telephony.Surges;
using Hotline.Telephony.Surveys;
using Hotline.Tickets;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Merging;
using Hotline.Tickets.Reading;

namespace Hotline.Agent.Blazor.Lines;

/// <summary>
/// What citizens told by keys reaches their tickets: a survey's answer rates the call's ticket, where it can be rated and was not
/// (一次一评), and who pressed 1 on a surge announcement gets a ticket that follows the event's. Running twice changes nothing.
/// </summary>
internal sealed partial class CallMatters(
    CallSurveys surveys, SurgeOffice surges, Reception reception, MergeDesk merging, TicketFile tickets, ITicketDesk desk, TimeProvider clock,
    ILogger<CallMatters> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(RateAsync, stoppingToken);
            await TryAsync(JoinAsync, stoppingToken);
        }
    }

    /// <summary>One pass: a call without a ticket yet is asked for again, for a day.</summary>
    internal async Task RateAsync(CancellationToken ct)
    {
        foreach (var survey in await surveys.ToTellAsync(ct))
        {
            if (await tickets.OfCallAsync(survey.Call.Value, ct) is not { Id: var ticket }) continue;
            var grade = (Satisfaction)survey.Satisfaction!.Value; // both count from 非常满意 1
            var decision = await desk.HandleAsync(ticket, new RateTicket(survey.Solved, grade) { Service = grade }, Actor.Citizen, ct);
            await surveys.ToldAsync(survey.Call, decision is Decision.Refused refused ? refused.Code : "rated", ct);
        }
    }

    /// <summary>One pass over who pressed 1.</summary>
    internal async Task JoinAsync(CancellationToken ct)
    {
        foreach (var (caller, surge) in await surges.ToJoinAsync(ct))
        {
            var by = new Actor(surge.ByAccount, surge.ByName, Role.Supervisor, null);
            var known = TicketNumber.TryParse(surge.Ticket, out var number, out _) && await tickets.ReadAsync(number, by, ct) is { } view ? view : null;
            await surges.JoinedAsync(caller, known is null ? "no-such-ticket" : await JoinAsync(caller, surge, known, by, ct), ct);
        }
    }

    private async Task<string> JoinAsync(SurgeCaller caller, Surge surge, TicketView master, Actor by, CancellationToken ct)
    {
        var (facts, phone) = (master.Facts, caller.Caller.Length is >= 3 and <= 20 && caller.Caller.All(char.IsAsciiDigit) ? caller.Caller : null);
        var request = new Request
        {
            Type = facts.Type, Title = facts.Title, Text = $"来电人听到播报后按1登记同一情况：{surge.Text}", Place = facts.Place, District = facts.District,
            Category = facts.Category, Urgency = facts.Urgency, Phone = phone, WantsReply = phone is not null, CallId = caller.Call.ToString(),
        };
        var receipt = await reception.AcceptOnceAsync($"surge:{caller.Surge}:{caller.Call}", request, by, ct);
        await merging.MergeAsync(master.Id, [receipt.Id], "来电按1登记同一情况", by, ct);
        return receipt.Number.ToString();
    }

    private async Task TryAsync(Func<CancellationToken, Task> pass, CancellationToken ct)
    {
        try
        {
            await pass(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(log, e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Surveys or surge callers could not be passed on to their tickets ({Error}); the next pass tries again")]
    private static partial void Failed(ILogger log, string error);
}
