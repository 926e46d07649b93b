namespace Hotline.Tickets;

/// <summary>One row: from a state, by a step of certain roles, to one of the states it may lead to.</summary>
/// <param name="From">Null before there is a ticket.</param>
public sealed record Transition(StateName? From, Step Step, IReadOnlyList<Role> By, params IReadOnlyList<StateName> To);

/// <summary>The one table of what may happen to a ticket: it drives the engine, every refusal's list, the pages and the tests.</summary>
public static class Transitions
{
    private static readonly Role[] Intake = [Role.Agent, Role.Citizen, Role.Supervisor];
    private static readonly Role[] Line = [Role.Agent, Role.Dispatcher, Role.Supervisor];
    private static readonly Role[] Dispatchers = [Role.Dispatcher, Role.Supervisor];
    private static readonly Role[] Departments = [Role.Department];
    private static readonly Role[] Reviewers = [Role.Reviewer, Role.Supervisor];
    private static readonly Role[] Callers = [Role.FollowUp, Role.Supervisor];
    private static readonly Role[] Citizens = [Role.Citizen];
    private static readonly Role[] Staff = [Role.Agent, Role.Dispatcher, Role.Department, Role.Reviewer, Role.FollowUp, Role.Supervisor];

    public static IReadOnlyList<Transition> Table { get; } =
    [
        new(null, Step.Accept, Intake, StateName.AwaitingDispatch),
        new(StateName.AwaitingDispatch, Step.Answer, Line, StateName.Answered),
        new(StateName.AwaitingDispatch, Step.Dispatch, Dispatchers, StateName.AwaitingSignature),
        new(StateName.AwaitingSignature, Step.Sign, Departments, StateName.InHandling),
        new(StateName.AwaitingSignature, Step.Return, Departments, StateName.AwaitingDispatch),
        new(StateName.InHandling, Step.Contact, Departments, StateName.InHandling),
        new(StateName.InHandling, Step.Return, Departments, StateName.AwaitingDispatch),
        new(StateName.InHandling, Step.Reply, Departments, StateName.AwaitingReview),
        new(StateName.AwaitingReview, Step.Approve, Reviewers, StateName.AwaitingFollowUp, StateName.Closed),
        new(StateName.AwaitingReview, Step.SendBack, Reviewers, StateName.InHandling),
        new(StateName.AwaitingFollowUp, Step.FollowUp, Callers, StateName.Closed, StateName.InHandling, StateName.AwaitingFollowUp),
        new(StateName.AwaitingFollowUp, Step.Rate, Citizens, StateName.Closed, StateName.InHandling),
        new(StateName.Closed, Step.Rate, Citizens, StateName.Closed),
        new(StateName.Answered, Step.Rate, Citizens, StateName.Answered),
        new(StateName.AwaitingDispatch, Step.TransferToPolice, Staff, StateName.TransferredToPolice),
        new(StateName.AwaitingSignature, Step.TransferToPolice, Staff, StateName.TransferredToPolice),
        new(StateName.InHandling, Step.TransferToPolice, Staff, StateName.TransferredToPolice),
        new(StateName.AwaitingReview, Step.TransferToPolice, Staff, StateName.TransferredToPolice),
        new(StateName.AwaitingFollowUp, Step.TransferToPolice, Staff, StateName.TransferredToPolice),
        new(StateName.TransferredToPolice, Step.PoliceResult, Line, StateName.TransferredToPolice),
    ];

    private static readonly Dictionary<(StateName?, Step), Transition> ByCell = Table.ToDictionary(t => (t.From, t.Step));

    public static Transition? Find(StateName? from, Step step) => ByCell.GetValueOrDefault((from, step));

    /// <summary>The steps this actor may take with this ticket now. A department acts only on a ticket that is its own.</summary>
    public static IReadOnlyList<Step> Allowed(Ticket? ticket, Actor by) =>
        [.. Table.Where(t => t.From == ticket?.State.Name && t.By.Contains(by.Role) && IsTheirs(ticket, by)).Select(t => t.Step)];

    internal static bool IsTheirs(Ticket? ticket, Actor by) =>
        by.Role != Role.Department || (by.Department is { } own && ticket?.State.Responsible == own);
}
