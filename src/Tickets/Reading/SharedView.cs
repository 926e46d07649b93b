using System.Diagnostics;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Reading;

/// <summary>
/// 共享查看 (need to know): the matter, where it stands and until when it is due. Numbers in the citizen's own words are blotted out; who was
/// spoken with, what colleagues noted, files, tasks and orders are not in it. Pure.
/// </summary>
internal static class SharedView
{
    internal static TicketView Of(TicketView view) => view with
    {
        MatterOnly = true, Facts = Masked(view.Facts), Demands = [.. view.Demands.Select(PersonalText.Mask)], UnifiedReply = view.UnifiedReply is { } told ? PersonalText.Mask(told) : null, Reply = null, Holders = [], Tasks = [], Meetings = [], Supervisions = [], Attachments = [],
        Timeline = [.. view.Timeline.Where(l => l.Kind != "noted").Select(l => l with { Detail = null, Event = null, By = l.Role.Chinese() })],
        Clocks = [.. view.Clocks.Where(c => c is { Name: ClockName.Handling, Task: null })],
        State = Bare(view.State),
    };

    private static RequestFacts Masked(RequestFacts facts) => facts with
    {
        Title = PersonalText.Mask(facts.Title), Text = PersonalText.Mask(facts.Text), Place = facts.Place is { } place ? PersonalText.Mask(place) : null,
        Demands = [.. facts.Demands.Select(PersonalText.Mask)], CallId = null, Company = null, At = null,
    };

    /// <summary>A state carries what people wrote into it, such as the reply that waits for review: its name and its unit are enough.</summary>
    private static TicketState Bare(TicketState state) => state switch
    {
        TicketState.AwaitingInformation => new TicketState.AwaitingInformation(""),
        TicketState.ReturnRequested s => s with { Request = s.Request with { Reason = "", Evidence = null } },
        TicketState.InDispute => new TicketState.InDispute([]),
        TicketState.ExtensionRequested s => s with { Request = s.Request with { Reason = "" } },
        TicketState.SuspensionRequested s => s with { Request = s.Request with { Reason = "", Evidence = null } },
        TicketState.Suspended s => s with { Request = s.Request with { Reason = "", Evidence = null } },
        TicketState.AwaitingReview s => s with { Reply = new Reply(s.Reply.Finding, s.Reply.Result, "", null) },
        TicketState.AwaitingFollowUp s => s with { Tries = [] },
        TicketState.Answered s => new TicketState.Answered(PersonalText.Mask(s.Answer)),
        TicketState.NotAccepted s => s with { Explanation = null },
        TicketState.Withdrawn => new TicketState.Withdrawn(""),
        TicketState.TransferredToPolice => new TicketState.TransferredToPolice("", null),
        TicketState.AwaitingDispatch or TicketState.AwaitingSignature or TicketState.InHandling or TicketState.Closed or TicketState.Archived => state,
        _ => throw new UnreachableException($"{state.Name}: what may others see of it?"),
    };
}
