using Hotline.Tickets.Deadlines;
using Hotline.Tickets.FollowingUp;

namespace Hotline.Tickets;

/// <summary>A citizen's request as it stands after everything that has happened to it (工单).</summary>
/// <param name="Clocks">Those that run.</param>
/// <param name="Returns">退单次数</param>
/// <param name="Redos">重办次数</param>
/// <param name="UnifiedReply">What the citizen reads; null until a reply was approved.</param>
/// <param name="RatedByCitizen">The citizen rated the present reply on the web.</param>
public sealed record Ticket(
    TicketNumber Number, RequestFacts Facts, TicketState State, IReadOnlyList<Clock> Clocks,
    int Returns = 0, int Redos = 0, DepartmentId? LastDepartment = null, string? UnifiedReply = null, bool RatedByCitizen = false)
{
    /// <summary>The state diagram: each line is one arrow.</summary>
    public static Ticket Evolve(Ticket? ticket, TicketEvent happened) => (ticket?.State, happened) switch
    {
        (null, TicketEvent.Accepted e) => new Ticket(e.Number, e.Facts, new TicketState.AwaitingDispatch(), e.Started ?? []),
        (TicketState.AwaitingDispatch, TicketEvent.AnsweredOnTheSpot e) => ticket!.To(new TicketState.Answered(e.Answer), e) with { UnifiedReply = e.Answer },
        (TicketState.AwaitingDispatch, TicketEvent.Dispatched e) => ticket!.To(new TicketState.AwaitingSignature(e.To, e.ReturnableUntil), e) with { LastDepartment = e.To },
        (TicketState.AwaitingSignature s, TicketEvent.SignedFor e) => ticket!.To(new TicketState.InHandling(s.Department, s.ReturnableUntil, ContactRecorded: false), e, ClockName.SignIn),
        (TicketState.AwaitingSignature or TicketState.InHandling, TicketEvent.Returned e) => ticket!.To(new TicketState.AwaitingDispatch(), e) with { Returns = ticket.Returns + 1 },
        (TicketState.InHandling s, TicketEvent.Contacted e) => ticket!.To(s with { ContactRecorded = true }, e, ClockName.FirstContact),
        (TicketState.InHandling s, TicketEvent.Replied e) => ticket!.To(new TicketState.AwaitingReview(s.Department, e.Reply), e),
        (TicketState.AwaitingReview s, TicketEvent.Approved e) => ticket!.To(e.Closes ? new TicketState.Closed(s.Department, null) : new TicketState.AwaitingFollowUp(s.Department, 0), e)
            with { UnifiedReply = e.UnifiedReply, RatedByCitizen = false },
        (TicketState.AwaitingReview s, TicketEvent.SentBack e) => ticket!.To(new TicketState.InHandling(s.Department, null, ContactRecorded: true), e),
        (TicketState.AwaitingFollowUp s, TicketEvent.FollowedUp e) => ticket!.After(s, e.Outcome, e.Answer.Solved, e),
        (TicketState.AwaitingFollowUp s, TicketEvent.Rated e) => ticket!.After(s, e.Outcome, e.Solved, e) with { RatedByCitizen = true },
        (TicketState.Closed or TicketState.Answered, TicketEvent.Rated) => ticket! with { RatedByCitizen = true },
        ({ Name: not (StateName.Closed or StateName.Answered or StateName.TransferredToPolice) }, TicketEvent.TransferredToPolice e) =>
            ticket!.To(new TicketState.TransferredToPolice(e.Reason, null), e),
        (TicketState.TransferredToPolice s, TicketEvent.PoliceResultRecorded e) => ticket! with { State = s with { Result = e.Result } },
        (not null, TicketEvent.ClockWarned e) => ticket!.Mark(e.Clock, c => c with { Warned = true }),
        (not null, TicketEvent.ClockOverdue e) => ticket!.Mark(e.Clock, c => c with { Overdue = true }),
        _ => throw new InvalidOperationException($"{happened.GetType().Name} cannot happen to a ticket that is {ticket?.State.Name.ToString() ?? "not there"}."),
    };

    private Ticket After(TicketState.AwaitingFollowUp s, FollowUpOutcome outcome, bool? solved, TicketEvent e) => outcome switch
    {
        FollowUpOutcome.TryAgain => this with { State = s with { Attempts = s.Attempts + 1 } },
        FollowUpOutcome.Redo => To(new TicketState.InHandling(s.Department, null, ContactRecorded: false), e) with { Redos = Redos + 1 },
        _ => To(new TicketState.Closed(s.Department, solved), e),
    };

    /// <summary>A new state ends every clock, or only the ones named, and starts those of the event.</summary>
    private Ticket To(TicketState state, TicketEvent e, params ClockName[] ends) => this with
    {
        State = state,
        Clocks = [.. Clocks.Where(c => ends.Length > 0 && !ends.Contains(c.Name)), .. e.Started ?? []],
    };

    private Ticket Mark(ClockName name, Func<Clock, Clock> mark) => this with { Clocks = [.. Clocks.Select(c => c.Name == name ? mark(c) : c)] };
}
