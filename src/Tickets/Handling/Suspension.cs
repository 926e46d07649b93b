using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Handling;

/// <summary>申请挂起: on a ground of the city's list, with evidence where it asks for some, and never longer than its cap.</summary>
/// <param name="Value">How long, in <paramref name="Unit"/>; the unit of the ground's cap where none is given.</param>
public sealed record RequestSuspension(string? Ground, string? Reason, int? Value, LimitUnit? Unit = null, string? Evidence = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.RequestSuspension;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var grounds = rules.Handling.Pauses;
        var ground = grounds.FirstOrDefault(g => g.Code == Ground);
        var errors = new FieldErrors()
            .Check("ground", ground is not null, $"挂起理由代码不存在，应为 {string.Join("、", grounds.Select(g => g.Code))} 之一")
            .Required("reason", Reason, 500)
            .Longest("evidence", Evidence, 500)
            .Check("evidence", ground is not { EvidenceNeeded: true } || !string.IsNullOrWhiteSpace(Evidence), "该理由须提供佐证")
            .Check("unit", ground is null || Unit is null || Unit == ground.Cap.Unit, $"单位应为{ground?.Cap.Unit.Chinese()}")
            .Check("value", Value is > 0, "必填，应为正整数");
        if (errors.Decision is { } invalid) return invalid;

        var wanted = new Limit(Value!.Value, ground!.Cap.Unit);
        var until = rules.Within(ClockName.Suspension, wanted, now).DueAt;
        if (wanted.Value > ground.Cap.Value || ticket.StoodStill + (until - now) > TimeSpan.FromDays(rules.Handling.PauseDaysAltogether)) return BeyondCap(ground, rules);
        return new TicketEvent.SuspensionRequested(by.Department!.Value, new SuspensionRequest(ground.Code, Reason!, Evidence, wanted, by.Id))
        {
            Started = [rules.Start(ClockName.SuspensionDecision, ticket.Facts, now)],
        };
    }

    public static Decision.Refused BeyondCap(PauseGround ground, CityRules rules) => new(
        "beyond-pause-cap", $"超过挂起上限：“{ground.Name}”最长 {ground.Cap}，累计最长 {rules.Handling.PauseDaysAltogether} 天",
        $"Longer than may be: at most {ground.Cap.Value} {ground.Cap.Unit.Code()} on this ground and {rules.Handling.PauseDaysAltogether} days altogether.");
}

/// <summary>同意挂起: the clocks of the handling stand still from now on.</summary>
public sealed record GrantSuspension : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.GrantSuspension;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var request = ((TicketState.SuspensionRequested)ticket.State).Request;
        if (by.Id == request.By) return Approval.OwnRequest;
        var cap = rules.Within(ClockName.Suspension, request.For, now);
        var ground = rules.Handling.Pauses.FirstOrDefault(p => p.Code == request.Ground);
        return new TicketEvent.SuspensionGranted(now, cap.DueAt)
        {
            Started = [cap],
            Changed = [.. ticket.Clocks.Where(c => Suspension.Stops(c) && ground?.Stops(c.Name) != false).Select(c => rules.Pause(c, now))],
        };
    }
}

/// <summary>不同意挂起</summary>
public sealed record RefuseSuspension(string? Reason) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.RefuseSuspension;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("reason", Reason, 500).Decision ?? new TicketEvent.SuspensionRefused(Reason!);
}

/// <summary>恢复办理: before the cap, because what was waited for is there.</summary>
public sealed record ResumeHandling(string? Reason) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Resume;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("reason", Reason, 500).Decision ?? Suspension.Resume(ticket, Reason!, rules, now);
}

internal static class Suspension
{
    /// <summary>The clocks that stand still with the ticket: those of the handling and its tasks.</summary>
    internal static bool Stops(Clock clock) => clock.Name is ClockName.Handling or ClockName.FirstContact or ClockName.StageFeedback or ClockName.CoHandling;

    internal static TicketEvent.Resumed Resume(Ticket ticket, string reason, CityRules rules, DateTimeOffset now) =>
        new(reason, ticket.StoodStill + (now - ((TicketState.Suspended)ticket.State).Since))
        {
            Changed = Running(ticket, rules, now),
        };

    private static List<Clock> Running(Ticket ticket, CityRules rules, DateTimeOffset now)
    {
        var running = ticket.Clocks.Where(c => c.PausedAt is not null).Select(c => rules.Resume(c, now)).ToList();
        return (running.Find(c => c is { Name: ClockName.Handling, Task: null }) ?? ticket.ClockOf(ClockName.Handling)) is { } lead
            ? [.. running.Select(c => c.Name == ClockName.CoHandling ? rules.NotAfter(c, lead, now) : c)] : running;
    }
}
