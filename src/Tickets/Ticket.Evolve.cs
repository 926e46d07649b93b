using Hotline.Tickets.Deadlines;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;

namespace Hotline.Tickets;

public sealed partial record Ticket
{
    /// <summary>The state diagram: each line is one arrow.</summary>
    public static Ticket Evolve(Ticket? ticket, TicketEvent happened) => ticket is null
        ? happened is TicketEvent.Accepted e ? Born(e) : throw Cannot(null, happened)
        : ticket.Moved(happened) ?? ticket.Marked(happened) ?? throw Cannot(ticket, happened);

    private static Ticket Born(TicketEvent.Accepted e) => new(e.Number, e.Facts, new TicketState.AwaitingDispatch(), e.Started ?? []);

    /// <summary>What leads from state to state; null for every other event.</summary>
    private Ticket? Moved(TicketEvent happened) => (State, happened) switch
    {
        (TicketState.AwaitingDispatch, TicketEvent.AnsweredOnTheSpot e) => To(new TicketState.Answered(e.Answer), e) with { UnifiedReply = e.Answer },
        (TicketState.AwaitingDispatch, TicketEvent.NotAccepted e) => To(new TicketState.NotAccepted(e.Ground, e.Path, e.Explanation, Confirmed: false), e) with { UnifiedReply = e.Path },
        (TicketState.NotAccepted s, TicketEvent.ConfirmedNotAccepted e) => To(s with { Confirmed = true }, e),
        (TicketState.NotAccepted or TicketState.TransferredToPolice, TicketEvent.AcceptedAfterAll e) => To(new TicketState.AwaitingDispatch(), e) with { UnifiedReply = null },
        (TicketState.AwaitingDispatch, TicketEvent.InformationRequested e) => To(new TicketState.AwaitingInformation(e.Question), e),
        (TicketState.AwaitingInformation, TicketEvent.InformationSupplied e) => To(new TicketState.AwaitingDispatch(), e),
        (_, TicketEvent.InformationSupplied e) => With(e),
        (TicketState.AwaitingDispatch, TicketEvent.Dispatched e) => Facts.Kind == TicketKind.Whistle
            ? To(new TicketState.InHandling(e.To, null, ContactRecorded: true), e).Of(e.To)
            : To(new TicketState.AwaitingSignature(e.To, e.ReturnableUntil), e).Of(e.To) with { Facts = e.Statutory is null ? Facts : Facts with { Statutory = e.Statutory } },
        (TicketState.AwaitingSignature or TicketState.InHandling, TicketEvent.Dispatched e) => To(new TicketState.AwaitingSignature(e.To, e.ReturnableUntil), e).Of(e.To),
        (TicketState.AwaitingSignature s, TicketEvent.SignedFor e) => To(new TicketState.InHandling(s.Department, s.ReturnableUntil, ContactRecorded: false), e, ClockName.SignIn),
        (TicketState.InHandling s, TicketEvent.Contacted e) => To(s with { ContactRecorded = true }, e, ClockName.FirstContact),
        (TicketState.AwaitingSignature or TicketState.InHandling, TicketEvent.Returned e) => To(new TicketState.AwaitingDispatch(), e, ClockName.Handling) with { Returns = Returns + 1 },
        (TicketState.AwaitingSignature or TicketState.InHandling, TicketEvent.ReturnRequested e) =>
            To(new TicketState.ReturnRequested(e.By, e.Request, State), e) with { Returns = Returns + 1 },
        (TicketState.ReturnRequested, TicketEvent.ReturnAccepted e) => To(new TicketState.AwaitingDispatch(), e),
        (TicketState.ReturnRequested s, TicketEvent.ReturnRefused e) => To(s.Before, e),
        (TicketState.AwaitingDispatch or TicketState.AwaitingSignature or TicketState.InHandling or TicketState.ReturnRequested, TicketEvent.Disputed e) =>
            To(new TicketState.InDispute([e.Statement]), e),
        (TicketState.InDispute s, TicketEvent.Stated e) => To(new TicketState.InDispute([.. s.Statements, e.Statement]), e),
        (TicketState.InDispute, TicketEvent.Adjudicated e) => To(new TicketState.AwaitingSignature(e.To, null), e).Of(e.To) with { Precedent = e.Precedent ?? Precedent },
        (TicketState.InHandling s, TicketEvent.ExtensionRequested e) => To(new TicketState.ExtensionRequested(s, e.Request, 0), e),
        (TicketState.ExtensionRequested s, TicketEvent.ExtensionGranted { Last: false } e) => To(s with { Granted = s.Granted + 1 }, e),
        (TicketState.ExtensionRequested s, TicketEvent.ExtensionGranted e) => To(s.Before, e) with { Extensions = Extensions + 1 },
        (TicketState.ExtensionRequested s, TicketEvent.ExtensionRefused e) => To(s.Before, e),
        (TicketState.InHandling s, TicketEvent.SuspensionRequested e) => To(new TicketState.SuspensionRequested(s, e.Request), e),
        (TicketState.SuspensionRequested s, TicketEvent.SuspensionGranted e) => To(new TicketState.Suspended(s.Before, s.Request, e.Since), e),
        (TicketState.SuspensionRequested s, TicketEvent.SuspensionRefused e) => To(s.Before, e),
        (TicketState.Suspended s, TicketEvent.Resumed e) => To(s.Before, e) with { StoodStill = e.StoodStill },
        (TicketState.InHandling s, TicketEvent.Replied e) => To(new TicketState.AwaitingReview(s.Department, e.Reply), e),
        (TicketState.AwaitingReview s, TicketEvent.Approved e) =>
            To(e.Closes ? new TicketState.Closed(s.Department, null, s.Reply.PromisedFor) : new TicketState.AwaitingFollowUp(s.Department, 0), e)
                with { UnifiedReply = e.UnifiedReply, RatedByCitizen = false, Reply = s.Reply, PromisedFor = s.Reply.PromisedFor, Closings = Closings + 1, ApprovedBy = e.By },
        (TicketState.AwaitingReview s, TicketEvent.SentBack e) => To(new TicketState.InHandling(s.Department, null, ContactRecorded: true, Redo: true), e),
        ({ IsOpen: true } and not TicketState.AwaitingFollowUp, TicketEvent.RepliedWithMaster e) => WithMaster(e),
        (TicketState.AwaitingFollowUp s, TicketEvent.FollowedUp e) => After(s.Department, e.Outcome, e.Answer.Solved, e),
        (TicketState.AwaitingFollowUp s, TicketEvent.Rated e) => After(s.Department, e.Outcome, e.Solved, e) with { RatedByCitizen = true },
        (TicketState.Closed s, TicketEvent.Rated { Outcome: FollowUpOutcome.Redo } e) => After(s.Department, e.Outcome, e.Solved, e) with { RatedByCitizen = true },
        (TicketState.AwaitingFollowUp or TicketState.Closed, TicketEvent.Reopened e) => After(State.Responsible!.Value, FollowUpOutcome.Redo, solved: false, e),
        (TicketState.Closed or TicketState.Answered, TicketEvent.Rated e) => With(e) with { RatedByCitizen = true },
        (TicketState.Closed s, TicketEvent.Woken e) => To(new TicketState.InHandling(s.Department, null, ContactRecorded: true, Redo: true), e) with { PromisedFor = null },
        ({ IsOpen: true }, TicketEvent.Withdrawn e) => To(new TicketState.Withdrawn(e.Reason), e),
        ({ IsOpen: false } and not TicketState.Archived, TicketEvent.Archived e) => To(new TicketState.Archived(State.Responsible, (State as TicketState.Closed)?.Solved, State.Name), e),
        ({ IsOpen: true }, TicketEvent.TransferredToPolice e) => To(new TicketState.TransferredToPolice(e.Reason, null), e),
        (TicketState.TransferredToPolice s, TicketEvent.PoliceResultRecorded e) => To(s with { Result = e.Result }, e),
        _ => null,
    };

    /// <summary>What changes a ticket's facts and leaves its state.</summary>
    private Ticket? Marked(TicketEvent happened) => happened switch
    {
        TicketEvent.Corrected e => With(e) with { Facts = e.After },
        TicketEvent.ProgressReported e => With(e).Without(ClockName.StageFeedback, e),
        TicketEvent.TasksAssigned e => With(e) with { Tasks = [.. Tasks, .. e.Tasks], Units = [.. Units.Union(e.Tasks.Select(t => t.Unit))] },
        TicketEvent.Conferred e => With(e) with { Meetings = [.. Meetings ?? [], new((Meetings?.Count ?? 0) + 1, e.Participants, e.HeldAt, e.Decision)] },
        TicketEvent.Noted => With(happened),
        TicketEvent.Messaged e => With(e) with { Messages = [.. Messages ?? [], e.Day] },
        TicketEvent.TaskAnswered e => Task(e.Task, t => t with { Outcome = TaskOutcome.Answered, Answer = e.Answer, ClosedAt = e.At }, e),
        TicketEvent.TaskWaived e => Task(e.Task, t => t with { Outcome = TaskOutcome.Waived, WaivedBecause = e.Reason, ClosedAt = e.At }, e),
        TicketEvent.CheckedIn e => Task(e.Task, t => t with { ArrivedAt = e.At }, e),
        TicketEvent.ResponseRated e => Task(e.Task, t => t with { ResponseRating = new(e.Grade, e.Comment) }, e),
        TicketEvent.CallRated e => Task(e.Task, t => t with { CallRating = new(e.Grade, e.Comment) }, e),
        TicketEvent.Shared e => With(e) with { Shares = [.. Shares.Where(s => s.Unit != e.Share.Unit), e.Share] },
        TicketEvent.Attached e => With(e) with { Attachments = [.. Attachments, e.Attachment] },
        TicketEvent.Urged e => With(e) with { Urges = [.. Urges, e.Day] },
        TicketEvent.Supervised e => With(e) with { Supervisions = [.. Supervisions, e.Order] },
        TicketEvent.SupervisionAnswered e => Order(e.Order, o => o with { Answer = e.Answer, Recognised = null }, e),
        TicketEvent.SupervisionJudged e => Order(e.Order, o => o with { Recognised = e.Recognised, Due = e.Started is [var again, ..] ? again.DueAt : o.Due }, e),
        TicketEvent.Raised e => With(e) with { Level = e.Level },
        TicketEvent.ReplyCorrected e => With(e) with { UnifiedReply = e.UnifiedReply, Reply = e.Citations is { } cited && Reply is { } reply ? reply with { Citations = cited } : Reply },
        TicketEvent.ClockWarned e => Mark(e.Clock, e.Task, c => c with { Passed = c.Passed + 1 }),
        TicketEvent.ClockOverdue e => Mark(e.Clock, e.Task, c => c with { Overdue = true }),
        TicketEvent.Rescheduled e => With(e),
        _ => null,
    };

    private Ticket After(DepartmentId department, FollowUpOutcome outcome, bool? solved, TicketEvent e) => outcome switch
    {
        FollowUpOutcome.TryAgain => With(e) with { State = TriedOnce(department, (TicketState.AwaitingFollowUp)State, ((TicketEvent.FollowedUp)e).Answer) },
        FollowUpOutcome.Redo => To(new TicketState.InHandling(department, null, ContactRecorded: false, Redo: true), e) with { Redos = Redos + 1 },
        _ => To(new TicketState.Closed(department, solved, PromisedFor), e),
    };

    /// <summary>From now on it is a ticket of its own again, with its own follow-up.</summary>
    private Ticket WithMaster(TicketEvent.RepliedWithMaster e)
    {
        var answered = (this with { MergedInto = null, UnifiedReply = e.UnifiedReply, Reply = e.Reply, PromisedFor = e.Reply?.PromisedFor, RatedByCitizen = false, Closings = Closings + 1 })
            .To(e.By is not { } unit ? new TicketState.Answered(e.UnifiedReply) : e.Closes ? new TicketState.Closed(unit, null, e.Reply?.PromisedFor) : new TicketState.AwaitingFollowUp(unit, 0), e);
        return e.By is { } by ? answered.Of(by) : answered;
    }

    private static TicketState.AwaitingFollowUp TriedOnce(DepartmentId department, TicketState.AwaitingFollowUp before, FollowUpAnswer answer) => new(department, before.Attempts + 1)
    {
        Tries = answer is { At: { } at, Result: { } result } ? [.. before.Tries, new(at, result, answer.CallBack)] : before.Tries,
    };

    /// <summary>A new state keeps the clocks that run in it, and open tasks only while somebody works on the matter.</summary>
    private Ticket To(TicketState state, TicketEvent e, params ClockName[] ends)
    {
        var tasks = StateClocks.IsWorking(state.Name) ? Tasks : [.. Tasks.Select(t => t.IsOpen ? t with { Outcome = TaskOutcome.Cancelled } : t)];
        return (this with { State = state, Tasks = tasks, Clocks = [.. Clocks.Where(c => !ends.Contains(c.Name) && StateClocks.RunsIn(c.Name, state.Name))] }).With(e);
    }

    /// <summary>With the clocks of an event: started ones take the place of their like.</summary>
    private Ticket With(TicketEvent e) => e is { Started: null, Changed: null } ? this : this with
    {
        Clocks = [.. Clocks.Where(c => !IsLike(c, e.Started)).Select(c => e.Changed?.FirstOrDefault(n => n.Name == c.Name && n.Task == c.Task) ?? c), .. e.Started ?? []],
    };

    private static bool IsLike(Clock clock, IReadOnlyList<Clock>? started) => started?.Any(s => s.Name == clock.Name && s.Task == clock.Task) == true;

    private Ticket Without(ClockName name, TicketEvent e) => this with { Clocks = [.. Clocks.Where(c => c.Name != name || IsLike(c, e.Started))] };

    private Ticket Of(DepartmentId department) => this with { LastDepartment = department, Units = [.. Units.Union([department])] };

    private Ticket Task(int no, Func<CoTask, CoTask> change, TicketEvent e)
    {
        var tasks = Tasks.Select(t => t.No == no ? change(t) : t).ToList();
        var over = tasks.Where(t => !t.IsOpen).Select(t => t.No).ToHashSet();
        var arrived = tasks.Where(t => t.ArrivedAt is not null).Select(t => t.No).ToHashSet();
        return With(e) with { Tasks = tasks, Clocks = [.. Clocks.Where(c => c.Task is not { } n || c.Name == ClockName.Supervision || !(over.Contains(n) || (c.Name == ClockName.Arrival && arrived.Contains(n))))] };
    }

    private Ticket Order(int no, Func<Supervising.SupervisionOrder, Supervising.SupervisionOrder> change, TicketEvent e)
    {
        var orders = Supervisions.Select(o => o.No == no ? change(o) : o).ToList();
        var changed = With(e) with { Supervisions = orders };
        return changed with { Clocks = [.. changed.Clocks.Where(c => c.Name != ClockName.Supervision || orders.Exists(o => o.No == c.Task && o.AwaitsAnswer))] };
    }

    private Ticket Mark(ClockName name, int? task, Func<Clock, Clock> mark) => this with { Clocks = [.. Clocks.Select(c => c.Name == name && c.Task == task ? mark(c) : c)] };

    private static InvalidOperationException Cannot(Ticket? ticket, TicketEvent happened) =>
        new($"{happened.GetType().Name} cannot happen to a ticket that is {ticket?.State.Name.ToString() ?? "not there"}.");
}
