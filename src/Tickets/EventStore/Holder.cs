namespace Hotline.Tickets.EventStore;

/// <summary>Who has to act on a ticket and is charged its minutes (持有人).</summary>
internal sealed record Holder(Role Role, DepartmentId? Department)
{
    internal static Holder? Of(TicketState state) => state switch
    {
        TicketState.AwaitingDispatch or TicketState.ReturnRequested => new(Role.Dispatcher, null),
        TicketState.AwaitingInformation => new(Role.Citizen, null),
        TicketState.InDispute => new(Role.Supervisor, null),
        TicketState.ExtensionRequested or TicketState.SuspensionRequested or TicketState.Suspended
            or TicketState.AwaitingSignature or TicketState.InHandling => new(Role.Department, state.Responsible),
        TicketState.AwaitingReview => new(Role.Reviewer, null),
        TicketState.AwaitingFollowUp => new(Role.FollowUp, null),
        _ => null,
    };
}
