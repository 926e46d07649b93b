using Hotline.Tickets.City;
using Hotline.Tickets.Departments;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Reading;

namespace Hotline.Tickets.Citizens;

/// <summary>One line of what happened, as its citizen is told it.</summary>
/// <param name="Kind">Stable, such as dispatched; the page has the words.</param>
/// <param name="Unit">The unit that did it or got it.</param>
/// <param name="Until">A date that changed: the new end of a limit, or how long it stands still.</param>
/// <param name="Words">A reason or an answer, as it was written for the citizen or by them.</param>
public sealed record CitizenLine(DateTimeOffset At, string Kind, string? Unit = null, DateTimeOffset? Until = null, string? Words = null);

/// <summary>办理过程（市民版）: the staff's timeline without what is between the hotline and the units. Every event is either told here or named as private.</summary>
internal static class CitizenTimeline
{
    internal static IReadOnlyList<CitizenLine> Of(IReadOnlyList<RecordedEvent> events, CityRules rules)
    {
        var (lines, asked) = (new List<CitizenLine>(), (string?)null);
        foreach (var e in events)
        {
            asked = e.Event switch { TicketEvent.ExtensionRequested x => x.Request.Reason, TicketEvent.SuspensionRequested x => x.Request.Reason, _ => asked };
            if (Line(e, new UnitNames(rules, e.At), asked) is { } line) lines.Add(line);
        }

        return lines;
    }

    private static CitizenLine? Line(RecordedEvent recorded, UnitNames units, string? asked)
    {
        CitizenLine Told(string kind, string? unit = null, DateTimeOffset? until = null, string? words = null) => new(recorded.At, kind, unit, until, words);
        return recorded.Event switch
        {
            TicketEvent.Accepted => Told("accepted"),
            TicketEvent.AnsweredOnTheSpot e => Told("answered", words: e.Answer),
            TicketEvent.NotAccepted e => Told("not-accepted", words: e.Path),
            TicketEvent.AcceptedAfterAll => Told("accepted-after-all"),
            TicketEvent.InformationRequested e => Told("asked", words: e.Question),
            TicketEvent.InformationSupplied e => Told("supplied", words: e.Text),
            TicketEvent.Dispatched e => Told(e.Before is null || e.Before == e.To ? "dispatched" : "passed-on", units.NameOf(e.To)),
            TicketEvent.Adjudicated e => Told("passed-on", units.NameOf(e.To)),
            TicketEvent.SignedFor e => Told("signed-for", units.NameOf(e.By)),
            TicketEvent.Contacted { Contact.Reached: true } => Told("contacted"),
            TicketEvent.Contacted { Contact.WhyNot: NotReachedReason.Anonymous or NotReachedReason.AskedNotToBeContacted } => null, // nobody tried
            TicketEvent.Contacted => Told("not-reached"),
            TicketEvent.Messaged e => Told("messaged", units.NameOf(e.By), words: e.Text),
            TicketEvent.ReturnAccepted or TicketEvent.Returned or TicketEvent.Disputed => Told("returned"),
            TicketEvent.ExtensionGranted { Last: true } e => Told("extended", until: e.Due, words: asked),
            TicketEvent.SuspensionGranted e => Told("suspended", until: e.Until, words: asked),
            TicketEvent.Resumed => Told("resumed"),
            TicketEvent.ProgressReported => Told("progress"),
            TicketEvent.Attached { Attachment.ByCitizen: true } e => Told("attached", words: e.Attachment.Name),
            TicketEvent.Urged e => Told("urged", words: recorded.By.Role == Role.Citizen ? e.Text : null),
            TicketEvent.Raised => Told("raised"),
            TicketEvent.Replied => Told("replied"),
            TicketEvent.SentBack => Told("sent-back"),
            TicketEvent.Approved => Told("approved"),
            TicketEvent.RepliedWithMaster => Told("approved"),
            TicketEvent.ReplyCorrected e => Told("corrected", words: e.Reason),
            TicketEvent.FollowedUp { Answer.Reached: false } => Told("not-reached"),
            TicketEvent.FollowedUp { Outcome: FollowUpOutcome.Redo } => Told("redo"),
            TicketEvent.FollowedUp => Told("followed-up"),
            TicketEvent.Rated { Outcome: FollowUpOutcome.Redo } => Told("redo"),
            TicketEvent.Rated => Told("rated"),
            TicketEvent.Reopened e => Told("redo", words: recorded.By.Role == Role.Citizen ? e.Words : null),
            TicketEvent.Woken => Told("woken"),
            TicketEvent.Withdrawn e => Told("withdrawn", words: recorded.By.Role == Role.Citizen ? e.Reason : null),
            TicketEvent.Archived => Told("archived"),
            TicketEvent.TransferredToPolice => Told("police"),
            TicketEvent.Rescheduled => Told("rescheduled"),
            _ => IsPrivate(recorded.Event) ? null : throw new InvalidOperationException($"{recorded.Event.GetType().Name} is neither told to the citizen nor private."),
        };
    }

    /// <summary>Between the hotline and the units: requests that are not decided, tasks, notes, orders, marks of clocks.</summary>
    internal static bool IsPrivate(TicketEvent e) => e is
        TicketEvent.ConfirmedNotAccepted or TicketEvent.Corrected or TicketEvent.ReturnRequested or TicketEvent.ReturnRefused or TicketEvent.Stated
        or TicketEvent.ExtensionRequested or TicketEvent.ExtensionGranted { Last: false } or TicketEvent.ExtensionRefused or TicketEvent.SuspensionRequested or TicketEvent.SuspensionRefused
        or TicketEvent.TasksAssigned or TicketEvent.Conferred or TicketEvent.TaskAnswered or TicketEvent.TaskWaived or TicketEvent.CheckedIn or TicketEvent.ResponseRated or TicketEvent.CallRated
        or TicketEvent.Shared or TicketEvent.Noted or TicketEvent.Attached or TicketEvent.Supervised or TicketEvent.SupervisionAnswered or TicketEvent.SupervisionJudged
        or TicketEvent.PoliceResultRecorded or TicketEvent.ClockWarned or TicketEvent.ClockOverdue;
}
