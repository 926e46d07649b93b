using System.Globalization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;

namespace Hotline.Tickets.Delivery;

/// <summary>Which event is told to the citizen, and with what (domain.md, Appendix B). Pure.</summary>
internal static class Letters
{
    /// <summary>Null for what citizens are not told.</summary>
    /// <param name="asked">The request the event grants: an extension's or a suspension's; else null.</param>
    internal static (LetterKind Kind, Dictionary<string, string?> Values)? Of(TicketEvent happened, TicketEvent? asked, Ticket ticket, CityRules rules, DateTimeOffset at) => happened switch
    {
        TicketEvent.Accepted e => (LetterKind.Accepted, new() { ["due"] = e.Facts.WantsReply && ticket.State is not TicketState.Answered ? Time(rules.Start(ClockName.Handling, e.Facts, at).DueAt, rules) : null }),
        TicketEvent.Dispatched e => (LetterKind.Dispatched, Unit(e.To, rules, e.Before is null || e.Before == e.To ? null : e.Reason)),
        TicketEvent.Adjudicated e => (LetterKind.Dispatched, Unit(e.To, rules, e.Reason)),
        TicketEvent.Contacted { Contact: { Reached: false, WhyNot: NotReachedReason.NoAnswer or NotReachedReason.WrongNumber } } => (LetterKind.ContactFailed, Unit(ticket.State.Responsible ?? ticket.LastDepartment, rules, null)),
        TicketEvent.Messaged e => (LetterKind.UnitMessage, new() { ["unit"] = rules.NameOf(e.By), ["message"] = e.Text }),
        TicketEvent.InformationRequested e => (LetterKind.InformationRequested, new() { ["reason"] = e.Question }),
        TicketEvent.ExtensionGranted { Last: true } e => (LetterKind.Extended, Until(e.Due, (asked as TicketEvent.ExtensionRequested)?.Request is { } r ? $"{r.Code.Chinese()}，{r.Reason}" : null, rules)),
        TicketEvent.SuspensionGranted e => (LetterKind.Suspended, Until(e.Until, (asked as TicketEvent.SuspensionRequested)?.Request is { } r ? $"{NameOf(r.Ground, rules)}，{r.Reason}" : null, rules)),
        TicketEvent.Resumed => (LetterKind.Resumed, Due(happened, rules)),
        TicketEvent.Approved e => (LetterKind.Replied, Reply(e.UnifiedReply, null)),
        TicketEvent.RepliedWithMaster e => (LetterKind.Replied, Reply(e.UnifiedReply, null)),
        TicketEvent.ReplyCorrected e => (LetterKind.Corrected, Reply(e.UnifiedReply, e.Reason)),
        TicketEvent.FollowedUp { Outcome: FollowUpOutcome.Redo } or TicketEvent.Rated { Outcome: FollowUpOutcome.Redo } or TicketEvent.Woken or TicketEvent.Reopened => (LetterKind.Redo, Due(happened, rules)),
        TicketEvent.FollowedUp { Outcome: FollowUpOutcome.Close } when ticket is { PromisedFor: null, State: TicketState.Closed } => (LetterKind.MayReopen, new() { ["days"] = rules.Handling.ReopenDays.ToString(CultureInfo.InvariantCulture) }),
        TicketEvent.FollowedUp { Outcome: FollowUpOutcome.Close } => (LetterKind.Closed, []),
        TicketEvent.Rated { Outcome: FollowUpOutcome.Close } when ticket.State is TicketState.Closed => (LetterKind.Closed, []),
        TicketEvent.NotAccepted e => (LetterKind.NotAccepted, new() { ["ground"] = rules.Handling.NotAccepted.FirstOrDefault(g => g.Code == e.Ground)?.Name, ["path"] = e.Path }),
        _ => null,
    };

    /// <summary>Quick: what is never told need not be looked up.</summary>
    internal static bool May(TicketEvent happened) => happened is not (
        TicketEvent.SignedFor or TicketEvent.Replied or TicketEvent.SentBack or TicketEvent.Noted or TicketEvent.Attached or TicketEvent.Urged or TicketEvent.TasksAssigned or TicketEvent.TaskAnswered
        or TicketEvent.ClockWarned or TicketEvent.ClockOverdue or TicketEvent.Rescheduled or TicketEvent.Archived or TicketEvent.Supervised or TicketEvent.ProgressReported or TicketEvent.ReturnRequested);

    /// <summary>The kind of event in which somebody asked for what this one grants.</summary>
    internal static string? AskedBy(TicketEvent happened) => happened switch
    {
        TicketEvent.ExtensionGranted { Last: true } => "extension-requested",
        TicketEvent.SuspensionGranted => "suspension-requested",
        _ => null,
    };

    /// <summary>A due time as the city's people write it.</summary>
    internal static string Time(DateTimeOffset at, CityRules rules)
    {
        var day = rules.DayOf(at);
        return DayEnd.Written(day.ToDateTime(TimeOnly.FromTimeSpan(at - rules.StartOf(day))), "M月d日");
    }

    private static Dictionary<string, string?> Unit(DepartmentId? unit, CityRules rules, string? reason) => new()
    {
        ["unit"] = rules.NameOf(unit), ["phone"] = rules.Profile.Departments.FirstOrDefault(d => d.Code == unit)?.DutyPhone, ["reason"] = reason,
    };

    private static Dictionary<string, string?> Until(DateTimeOffset date, string? reason, CityRules rules) => new() { ["date"] = Time(date, rules), ["reason"] = reason };

    private static Dictionary<string, string?> Due(TicketEvent happened, CityRules rules) => new()
    {
        ["date"] = (happened.Started ?? []).Concat(happened.Changed ?? []).FirstOrDefault(c => c.Name == ClockName.Handling) is { } clock ? Time(clock.DueAt, rules) : null,
    };

    private static Dictionary<string, string?> Reply(string text, string? reason) => new()
    {
        ["reply"] = text, ["short"] = text.Length <= 60 ? text : text[..59] + "…", ["reason"] = reason,
    };

    private static string NameOf(string ground, CityRules rules) => rules.Handling.Pauses.FirstOrDefault(g => g.Code == ground)?.Name ?? ground;
}
