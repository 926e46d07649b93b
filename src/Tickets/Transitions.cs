using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Handling;
using static Hotline.Tickets.StateName;

namespace Hotline.Tickets;

/// <summary>One row: from a state, by a step of certain roles, to one of the states it may lead to.</summary>
/// <param name="From">Null before there is a ticket.</param>
public sealed record Transition(StateName? From, Step Step, IReadOnlyList<Role> By, params IReadOnlyList<StateName> To);

/// <summary>The one table of what may happen to a ticket: it drives the engine, every refusal's list, the pages, docs/states.md and the tests.</summary>
public static class Transitions
{
    private static readonly Role[] Intake = [Role.Agent, Role.Citizen, Role.Supervisor];
    private static readonly Role[] Line = [Role.Agent, Role.Dispatcher, Role.Supervisor];
    private static readonly Role[] Dispatchers = [Role.Dispatcher, Role.Supervisor];
    private static readonly Role[] Units = [Role.Department, Role.DepartmentLead];
    private static readonly Role[] UnitsAndDispatchers = [.. Units, .. Dispatchers];
    private static readonly Role[] Approvers = [Role.DepartmentLead, Role.Reviewer, Role.Supervisor];
    private static readonly Role[] Reviewers = [Role.Reviewer, Role.Supervisor];
    private static readonly Role[] Callers = [Role.FollowUp, Role.Supervisor];
    private static readonly Role[] Citizens = [Role.Citizen];
    private static readonly Role[] OnBehalf = [Role.Citizen, Role.Agent, Role.Supervisor];
    private static readonly Role[] ForCitizens = [.. OnBehalf, Role.FollowUp];
    private static readonly Role[] Supervisors = [Role.Supervisor];
    private static readonly Role[] Staff = [Role.Agent, Role.Dispatcher, .. Units, Role.Reviewer, Role.FollowUp, Role.Supervisor];

    /// <summary>Somebody still has to act (在办).</summary>
    public static IReadOnlyList<StateName> Open { get; } =
    [
        AwaitingDispatch, AwaitingInformation, AwaitingSignature, InHandling, ReturnRequested, InDispute, ExtensionRequested, SuspensionRequested, Suspended, AwaitingReview,
        InRedo, AwaitingFollowUp,
    ];

    /// <summary>A department has it (承办单位办理).</summary>
    private static readonly StateName[] WithUnit = [AwaitingSignature, InHandling, InRedo, ReturnRequested, ExtensionRequested, SuspensionRequested, Suspended];

    private static readonly StateName[] Working = [InHandling, InRedo, ExtensionRequested, SuspensionRequested, Suspended];

    public static IReadOnlyList<Transition> Table { get; } =
    [
        new(null, Step.Accept, Intake, AwaitingDispatch, Answered, NotAccepted, TransferredToPolice, InHandling),
        new(AwaitingDispatch, Step.Answer, Line, Answered),
        new(AwaitingDispatch, Step.NotAccept, Line, NotAccepted),
        new(NotAccepted, Step.ConfirmNotAccepted, Supervisors, NotAccepted),
        new(NotAccepted, Step.AcceptAfterAll, Supervisors, AwaitingDispatch),
        new(AwaitingDispatch, Step.Correct, Line, AwaitingDispatch),
        new(AwaitingDispatch, Step.RequestInformation, Dispatchers, AwaitingInformation),
        new(AwaitingInformation, Step.SupplyInformation, [.. OnBehalf, Role.Dispatcher], AwaitingDispatch),
        .. From([AwaitingSignature, InHandling, InRedo, ExtensionRequested, SuspensionRequested], Step.SupplyInformation, OnBehalf),
        new(Suspended, Step.SupplyInformation, OnBehalf, Suspended, InHandling, InRedo),
        new(AwaitingDispatch, Step.Dispatch, Dispatchers, AwaitingSignature),
        .. new[] { AwaitingSignature, InHandling, InRedo }.Select(s => new Transition(s, Step.Dispatch, [Role.System], AwaitingSignature)), // its unit was dissolved
        new(AwaitingSignature, Step.Sign, Units, InHandling),
        new(InHandling, Step.Contact, Units, InHandling),
        new(InRedo, Step.Contact, Units, InRedo),
        new(AwaitingSignature, Step.Return, Units, ReturnRequested, InDispute),
        new(InHandling, Step.Return, Units, ReturnRequested, InDispute),
        new(ReturnRequested, Step.AcceptReturn, Dispatchers, AwaitingDispatch),
        new(ReturnRequested, Step.RefuseReturn, Dispatchers, AwaitingSignature, InHandling),
        new(AwaitingDispatch, Step.Dispute, Dispatchers, InDispute),
        new(ReturnRequested, Step.Dispute, Dispatchers, InDispute),
        new(InDispute, Step.State, UnitsAndDispatchers, InDispute),
        new(InDispute, Step.Adjudicate, Supervisors, AwaitingSignature),
        new(InHandling, Step.RequestExtension, Units, ExtensionRequested),
        new(InRedo, Step.RequestExtension, Units, ExtensionRequested),
        new(ExtensionRequested, Step.GrantExtension, Approvers, ExtensionRequested, InHandling, InRedo),
        new(ExtensionRequested, Step.RefuseExtension, Approvers, InHandling, InRedo),
        new(InHandling, Step.RequestSuspension, Units, SuspensionRequested),
        new(InRedo, Step.RequestSuspension, Units, SuspensionRequested),
        new(SuspensionRequested, Step.GrantSuspension, Reviewers, Suspended),
        new(SuspensionRequested, Step.RefuseSuspension, Reviewers, InHandling, InRedo),
        new(Suspended, Step.Resume, [.. Units, .. Reviewers], InHandling, InRedo),
        .. From(Working, Step.Message, Units),
        .. From(Working, Step.ReportProgress, Units),
        .. From(Working, Step.CoHandle, UnitsAndDispatchers),
        .. From(Working, Step.Confer, UnitsAndDispatchers),
        .. From(Working, Step.AnswerTask, Units),
        .. From(Working, Step.WaiveTask, UnitsAndDispatchers),
        .. From(Working, Step.CheckIn, Units),
        .. From([.. Working, AwaitingReview, AwaitingFollowUp, Closed], Step.RateResponse, Units),
        .. From([.. Working, AwaitingReview, AwaitingFollowUp, Closed], Step.RateCall, Units),
        .. From([AwaitingDispatch, .. WithUnit, AwaitingReview], Step.Share, UnitsAndDispatchers),
        .. From([.. Open, Closed, Answered, NotAccepted, Withdrawn, TransferredToPolice], Step.Note, Staff),
        .. From([.. Open, Closed], Step.Attach, [Role.Citizen, .. Staff]),
        .. From([AwaitingDispatch, AwaitingInformation, InDispute, .. WithUnit, AwaitingReview], Step.Urge, [Role.Citizen, Role.Agent, Role.Supervisor, Role.FollowUp]),
        .. From([.. Open, Closed], Step.Supervise, Supervisors),
        .. From([.. Open, Closed], Step.AnswerSupervision, [.. Units, Role.Dispatcher]),
        .. From([.. Open, Closed], Step.JudgeSupervision, Supervisors),
        .. From(Open, Step.Raise, Supervisors),
        new(InHandling, Step.Reply, Units, AwaitingReview),
        new(InRedo, Step.Reply, Units, AwaitingReview),
        new(AwaitingReview, Step.Approve, Reviewers, AwaitingFollowUp, Closed),
        new(AwaitingReview, Step.SendBack, Reviewers, InRedo),
        new(AwaitingFollowUp, Step.CorrectReply, Reviewers, AwaitingFollowUp),
        new(Closed, Step.CorrectReply, Reviewers, Closed),
        .. Open.Except([AwaitingFollowUp]).Select(s => new Transition(s, Step.ReplyWithMaster, [Role.System], AwaitingFollowUp, Closed, Answered)),
        new(AwaitingFollowUp, Step.FollowUp, [.. Callers, Role.System], Closed, InRedo, AwaitingFollowUp),
        new(AwaitingFollowUp, Step.Rate, Citizens, Closed, InRedo),
        new(Closed, Step.Rate, Citizens, Closed, InRedo),
        new(Answered, Step.Rate, Citizens, Answered),
        new(AwaitingFollowUp, Step.Reopen, ForCitizens, InRedo),
        new(Closed, Step.Reopen, ForCitizens, InRedo),
        .. Open.Except([AwaitingFollowUp]).Select(s => new Transition(s, Step.Withdraw, OnBehalf, Withdrawn)),
        .. new[] { Closed, Answered, NotAccepted, Withdrawn, TransferredToPolice }.Select(s => new Transition(s, Step.Archive, [Role.System, Role.Administrator], Archived)),
        .. Open.Select(s => new Transition(s, Step.TransferToPolice, Staff, TransferredToPolice)),
        new(TransferredToPolice, Step.PoliceResult, Line, TransferredToPolice),
        new(TransferredToPolice, Step.AcceptAfterAll, Line, AwaitingDispatch),
    ];

    private static readonly Dictionary<(StateName?, Step), Transition> ByCell = Table.ToDictionary(t => (t.From, t.Step));

    public static Transition? Find(StateName? from, Step step) => ByCell.GetValueOrDefault((from, step));

    /// <summary>The steps this actor may take with this ticket now. A unit acts only on a ticket, or a task of one, that is its own.</summary>
    public static IReadOnlyList<Step> Allowed(Ticket? ticket, Actor by) =>
        [.. Table.Where(t => t.From == ticket?.State.Name && t.By.Contains(by.Role) && IsTheirs(ticket, t.Step, by) && WhyClosed(ticket, t.Step) is null).Select(t => t.Step)];

    internal static bool IsTheirs(Ticket? ticket, Step step, Actor by) => !by.IsOfUnit || ticket is null || (by.Department is { } own && step switch
    {
        Step.AnswerTask or Step.CheckIn or Step.RateCall => ticket.Tasks.Any(t => t.Unit == own),
        Step.State => ticket.Units.Contains(own),
        Step.AnswerSupervision => ticket.State.Responsible == own || ticket.Supervisions.Any(s => s.Addressee == own),
        Step.Note or Step.Attach => ticket.State.Responsible == own || ticket.Tasks.Any(t => t.Unit == own) || ticket.Shares.Any(s => s.Unit == own && s.MayComment),
        Step.Message => ticket.State.Responsible == own || ticket.Tasks.Any(t => t.Unit == own && t.IsOpen),
        _ => ticket.State.Responsible == own,
    });

    /// <summary>What the table cannot say: steps that the ticket's own facts close, such as a third return. Null where it is open.</summary>
    internal static Decision.Refused? WhyClosed(Ticket? ticket, Step step) => (ticket, step) switch
    {
        (null, _) => null,
        ({ MergedInto: not null }, not (Step.Note or Step.Rate or Step.Withdraw or Step.TransferToPolice or Step.SupplyInformation or Step.Attach or Step.ReplyWithMaster)) => FollowsMaster,
        (_, Step.ReplyWithMaster) => Unless(ticket.MergedInto is not null),
        ({ State: TicketState.AwaitingSignature { ReturnableUntil: null } or TicketState.InHandling { ReturnableUntil: null } }, Step.Return) => ReturnTicket.NotReturnable,
        ({ State: TicketState.NotAccepted { Confirmed: true } }, Step.ConfirmNotAccepted) => NothingToDo,
        (_, Step.Message) when ticket.Facts is not { WantsReply: true, Kind: TicketKind.Request } => MessageCitizen.NotWished,
        (_, Step.AnswerTask or Step.WaiveTask) => Unless(ticket.Tasks.Any(t => t.IsOpen)),
        (_, Step.CheckIn) => Unless(ticket.Tasks.Any(t => t is { Kind: TaskKind.Whistle, IsOpen: true, ArrivedAt: null })),
        (_, Step.RateResponse) => Unless(ticket.Tasks.Any(t => t is { Kind: TaskKind.Whistle, ResponseRating: null, IsOpen: false })),
        (_, Step.RateCall) => Unless(ticket.Tasks.Any(t => t is { Kind: TaskKind.Whistle, CallRating: null, IsOpen: false })),
        (_, Step.AnswerSupervision) => Unless(ticket.Supervisions.Any(s => s.AwaitsAnswer)),
        (_, Step.JudgeSupervision) => Unless(ticket.Supervisions.Any(s => s.AwaitsJudgement)),
        (_, Step.CorrectReply) => Unless(ticket.UnifiedReply is not null),
        _ => null,
    };

    private static Decision.Refused? Unless(bool open) => open ? null : NothingToDo;

    internal static Decision.Refused FollowsMaster { get; } = new("follows-master", "该工单已并单，随主单办理", "The ticket is merged and follows its master.");
    internal static Decision.Refused NothingToDo { get; } = new("nothing-to-do", "没有需要办理的事项", "There is nothing of this kind to do on the ticket.");

    /// <summary>A step that leaves the ticket where it is.</summary>
    private static IEnumerable<Transition> From(IReadOnlyList<StateName> states, Step step, IReadOnlyList<Role> by) => states.Select(s => new Transition(s, step, by, s));
}
