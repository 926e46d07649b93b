using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Handling;

namespace Hotline.Tickets.City.Versions;

/// <summary>
/// One ticket's history under other rules (重演): every clock it started is started by the draft at its own moment and follows the
/// ticket's own pauses and extensions; every dispatch is proposed anew. Pure.
/// </summary>
/// <param name="rulesOf">The rules an event was decided under.</param>
internal sealed class Rerun(CityRules draft, Func<string, CityRules> rulesOf, IReadOnlyList<Precedent> precedents, RerunFindings found)
{
    private readonly Dictionary<(ClockName, int?), Clock> _drafted = [];
    private Ticket? _ticket;
    private DateTimeOffset _dispatchedAt;

    internal void Run(IEnumerable<RecordedEvent> history)
    {
        foreach (var happened in history) Take(happened);
        foreach (var clock in _ticket?.Clocks ?? []) Compare(clock);
    }

    private void Take(RecordedEvent recorded)
    {
        var (before, after) = (_ticket, Ticket.Evolve(_ticket, recorded.Event));
        _ticket = after;
        if (before is not null)
        {
            Decisions(before, recorded);
            foreach (var clock in before.Clocks) Follow(clock, before, after, recorded);
        }

        foreach (var clock in recorded.Event.Started ?? []) Begin(clock, after, recorded);
        if (recorded.Event is TicketEvent.Dispatched) _dispatchedAt = recorded.At;
    }

    private void Begin(Clock clock, Ticket after, RecordedEvent recorded)
    {
        var mine = Restarted(clock, after, recorded);
        _drafted[(clock.Name, clock.Task)] = clock.Name == ClockName.CoHandling && _drafted.TryGetValue((ClockName.Handling, null), out var lead)
            ? draft.NotAfter(mine, lead, recorded.At)
            : mine;
        found.Clocks++;
    }

    private Clock Restarted(Clock clock, Ticket after, RecordedEvent recorded)
    {
        // a co-handler's clock that the lead's end cut short stands there as given by hand
        var capped = clock is { Given: true, Limit.Unit: LimitUnit.Minutes, Name: ClockName.CoHandling };
        if (!clock.Given || capped)
        {
            var redo = recorded.Event is TicketEvent.SentBack or TicketEvent.FollowedUp or TicketEvent.Rated or TicketEvent.Woken;
            var unit = clock.Name is ClockName.SignIn or ClockName.FirstContact or ClockName.Handling ? after.State.Responsible : null;
            return draft.Start(clock.Name, after.Facts, recorded.At, redo, clock.Task, unit);
        }

        return clock.Limit.Unit is LimitUnit.WorkingDays or LimitUnit.WorkingHours ? draft.Within(clock.Name, clock.Limit, recorded.At, clock.Task) : clock;
    }

    private void Follow(Clock clock, Ticket before, Ticket after, RecordedEvent recorded)
    {
        if (after.ClockOf(clock.Name, clock.Task) is not { } now || now.StartedAt != clock.StartedAt)
        {
            Compare(clock);
            _drafted.Remove((clock.Name, clock.Task));
        }
        else if (!ReferenceEquals(now, clock) && _drafted.TryGetValue((clock.Name, clock.Task), out var mine))
        {
            _drafted[(clock.Name, clock.Task)] = Changed(mine, clock, now, before, recorded);
        }
    }

    private Clock Changed(Clock mine, Clock was, Clock now, Ticket before, RecordedEvent recorded) => (was.PausedAt, now.PausedAt, recorded.Event) switch
    {
        (null, not null, _) => draft.Pause(mine, recorded.At),
        (not null, null, _) => draft.Resume(mine, recorded.At),
        (_, _, TicketEvent.ExtensionGranted { Last: true }) => draft.Extend(mine, ((TicketState.ExtensionRequested)before.State).Request.More, recorded.At),
        _ => mine,
    };

    private void Compare(Clock clock)
    {
        if (_drafted.TryGetValue((clock.Name, clock.Task), out var mine) && mine.DueAt != clock.DueAt)
            found.Dues.Add(new(_ticket!.Number, clock.Name, clock.Task, clock.StartedAt, clock.DueAt, mine.DueAt));
    }

    private void Decisions(Ticket before, RecordedEvent recorded)
    {
        var then = rulesOf(recorded.RulesVersion);
        switch (recorded.Event)
        {
            case TicketEvent.Dispatched e:
                Propose(before, e, then, recorded.At);
                if (DispatchTicket.DutyAgainst(before.Facts.Category, e.To, draft) is not null) Refused(Step.Dispatch, DispatchTicket.GrassrootsProtected);
                break;
            case TicketEvent.ReturnRequested:
                if (recorded.At > draft.ReturnableUntil(_dispatchedAt)) Refused(Step.Return, ReturnTicket.TooLate.Code);
                else if (before.Returns + 1 >= draft.Profile.Counts.Returns != before.Returns + 1 >= then.Profile.Counts.Returns)
                    Refused(Step.Return, before.Returns + 1 >= draft.Profile.Counts.Returns ? "to-dispute-desk" : "not-to-dispute-desk");
                break;
            case TicketEvent.ExtensionRequested e:
                if (before.Extensions >= draft.Handling.Extensions.Count) Refused(Step.RequestExtension, RequestExtension.NoMore.Code);
                else if (draft.Handling.Extensions[before.Extensions].Most is var most && (most.Unit != e.Request.More.Unit || most.Value < e.Request.More.Value)) Refused(Step.RequestExtension, "beyond-extension-cap");
                break;
            case TicketEvent.SuspensionRequested e:
                var ground = draft.Handling.Pauses.FirstOrDefault(p => p.Code == e.Request.Ground);
                if (ground is null || ground.Cap.Unit != e.Request.For.Unit || ground.Cap.Value < e.Request.For.Value) Refused(Step.RequestSuspension, "beyond-pause-cap");
                break;
        }

        void Refused(Step step, string code) => found.Refusals.Add(new(before.Number, recorded.At, step, code));
    }

    private void Propose(Ticket before, TicketEvent.Dispatched e, CityRules then, DateTimeOffset at)
    {
        var question = DispatchQuestion.Of(before.Facts, at);
        var (was, would) = (Catalogue.Propose(then, precedents, question)?.Department.Code, Catalogue.Propose(draft, precedents, question)?.Department.Code);
        if (was != would) found.Proposals.Add(new(before.Number, at, was, would, e.To));
    }
}

/// <summary>What reruns found, all tickets together.</summary>
internal sealed class RerunFindings
{
    internal int Clocks { get; set; }

    internal Tally<DueDifference> Dues { get; } = new(d => d.Ticket, d => d.Clock.Code());

    internal Tally<ProposalDifference> Proposals { get; } = new(d => d.Ticket, d => d.Would?.Code ?? "none");

    internal Tally<RefusalDifference> Refusals { get; } = new(d => d.Ticket, d => d.Code);
}
