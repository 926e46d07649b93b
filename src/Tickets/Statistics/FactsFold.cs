using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.FollowingUp;

namespace Hotline.Tickets.Statistics;

/// <summary>Folds the events of one ticket into its facts. Pure: the same events give the same facts at any time.</summary>
internal sealed class FactsFold
{
    private readonly Guid _id;
    private readonly List<TurnFact> _turns = [];
    private readonly List<RoundFact> _rounds = [];
    private readonly List<AskFact> _asks = [];
    private readonly List<MarkFact> _marks = [];
    private TicketFact _fact;
    private Ticket _ticket;

    private FactsFold(RecordedEvent first)
    {
        var facts = ((TicketEvent.Accepted)first.Event).Facts;
        _id = first.Ticket.Value;
        _ticket = Ticket.Evolve(null, first.Event);
        _fact = new(_id, first.Version, facts.Kind.Code(), facts.Type.Code(), facts.Channel.Code(), facts.Urgency.Code(), first.At);
    }

    /// <param name="events">All of one ticket, in order, from the first on.</param>
    internal static TicketFacts Of(IReadOnlyList<RecordedEvent> events)
    {
        var fold = new FactsFold(events[0]);
        foreach (var e in events.Skip(1)) fold.Apply(e);
        return new(fold.Finished(), fold._turns, fold._rounds, fold._asks, fold._marks);
    }

    private void Apply(RecordedEvent recorded)
    {
        var (was, e, at) = (_ticket, recorded.Event, recorded.At);
        _ticket = Ticket.Evolve(was, e);
        Turn(was, e, at);
        Round(was, e, at);
        Ask(was, e, at);
        Mark(recorded);
        _fact = End(e, at) with { Version = recorded.Version };
    }

    private void Turn(Ticket was, TicketEvent e, DateTimeOffset at)
    {
        switch (e)
        {
            case TicketEvent.Dispatched d: Begin("dispatch", d.To, at); break;
            case TicketEvent.Adjudicated a:
                JudgeReturn(a.To);
                Begin("ruling", a.To, at);
                break;
            case var _ when IsRedo(was, e): Begin("redo", _ticket.LastDepartment!.Value, at); break;
            default: Continue(e, at); break;
        }

        Turn(t => t.EndedAt is null, t => _ticket.ClockOf(ClockName.SignIn) is { } c ? t with { SignDueAt = c.DueAt } : t);
        Turn(t => t.EndedAt is null, t => _ticket.ClockOf(ClockName.FirstContact) is { } c ? t with { ContactDueAt = c.DueAt, ContactPaused = c.PausedAt is not null } : t);
    }

    private void Begin(string kind, DepartmentId unit, DateTimeOffset at)
    {
        _turns.Add(new(_id, _turns.Count + 1, kind, unit.Code, at));
        if (kind == "redo") return;
        _fact = _fact with
        {
            FirstUnit = _fact.FirstUnit ?? unit.Code, DispatchedAt = _fact.DispatchedAt ?? at, Moved = _fact.Moved || (_fact.FirstUnit is { } first && first != unit.Code),
        };
    }

    private void Continue(TicketEvent e, DateTimeOffset at) => Turn(t => t.EndedAt is null, t => e switch
    {
        TicketEvent.SignedFor => t with { SignedAt = at },
        TicketEvent.Contacted c => t with
        {
            ContactedAt = t.ContactedAt ?? at, ReachedAt = t.ReachedAt ?? (c.Contact.Reached ? at : null), WhyNot = c.Contact.Reached ? null : c.Contact.WhyNot?.Code(),
        },
        TicketEvent.Attached => t with { Evidence = true },
        TicketEvent.ReturnRequested => Asked(t),
        TicketEvent.ReturnRefused => t with { ReturnsRefused = t.ReturnsRefused + 1 },
        TicketEvent.Returned => Accepted(Asked(t)) with { EndedAt = at, EndedBy = e.Kind() },
        TicketEvent.ReturnAccepted => Accepted(t) with { EndedAt = at, EndedBy = e.Kind() },
        TicketEvent.Disputed or TicketEvent.Replied or TicketEvent.RepliedWithMaster or TicketEvent.Withdrawn or TicketEvent.TransferredToPolice => t with { EndedAt = at, EndedBy = e.Kind() },
        _ => t,
    });

    private TurnFact Asked(TurnFact turn)
    {
        _fact = _fact with { ReturnsAsked = _fact.ReturnsAsked + 1 };
        return turn with { ReturnsAsked = turn.ReturnsAsked + 1 };
    }

    private TurnFact Accepted(TurnFact turn)
    {
        _fact = _fact with { ReturnsAccepted = _fact.ReturnsAccepted + 1 };
        return turn with { ReturnsAccepted = turn.ReturnsAccepted + 1 };
    }

    /// <summary>A return that went to the dispute desk: right where another unit was designated.</summary>
    private void JudgeReturn(DepartmentId to) =>
        Turn(t => t.ReturnsAsked > t.ReturnsAccepted + t.ReturnsRefused, t => t.Unit == to.Code ? t with { ReturnsRefused = t.ReturnsRefused + 1 } : Accepted(t));

    private void Turn(Func<TurnFact, bool> when, Func<TurnFact, TurnFact> change)
    {
        if (_turns is [.., var last] && when(last)) _turns[^1] = change(_turns[^1]);
    }

    private void Round(Ticket was, TicketEvent e, DateTimeOffset at)
    {
        var (before, after) = (was.ClockOf(ClockName.Handling), _ticket.ClockOf(ClockName.Handling));
        if (before is not null && (after is null || after.StartedAt != before.StartedAt)) EndRound(was, e, at);
        if (Next(was, e) is { } next) Round(r => r with { ThenBy = next });
        if (after is null) return;
        if (before is null || before.StartedAt != after.StartedAt) _rounds.Add(new(_id, _rounds.Count + 1, after.StartedAt, _ticket.Closings + 1));
        Round(r => r with { Unit = _ticket.LastDepartment?.Code, DueAt = after.DueAt, Paused = after.PausedAt is not null });
    }

    private void EndRound(Ticket was, TicketEvent e, DateTimeOffset at) => Round(r => r with
    {
        Unit = was.LastDepartment?.Code, EndedAt = at, EndedBy = e.Kind(), Result = (e as TicketEvent.Replied)?.Reply.Result.Code(),
    });

    private void Round(Func<RoundFact, RoundFact> change)
    {
        if (_rounds.Count > 0) _rounds[^1] = change(_rounds[^1]);
    }

    private string? Next(Ticket was, TicketEvent e) => e switch
    {
        TicketEvent.SentBack => "sent-back",
        TicketEvent.Woken => "woken",
        _ => IsRedo(was, e) ? "redo" : null,
    };

    /// <summary>重办: the citizen found it not solved, in whatever way that was said.</summary>
    private bool IsRedo(Ticket was, TicketEvent e) =>
        was.State is TicketState.AwaitingFollowUp or TicketState.Closed && _ticket.State is TicketState.InHandling && e is not TicketEvent.Woken;

    private void Ask(Ticket was, TicketEvent e, DateTimeOffset at)
    {
        switch (e)
        {
            case TicketEvent.Approved a:
                _asks.Add(new(_id, _asks.Count + 1, _ticket.LastDepartment?.Code, at, !a.Closes) { DueAt = _ticket.ClockOf(ClockName.FollowUp)?.DueAt, Result = _ticket.Reply?.Result.Code() });
                break;
            case TicketEvent.RepliedWithMaster m:
                _asks.Add(new(_id, _asks.Count + 1, m.By?.Code, at, m.By is not null && !m.Closes) { DueAt = _ticket.ClockOf(ClockName.FollowUp)?.DueAt, Result = m.Reply?.Result.Code() });
                break;
            case TicketEvent.AnsweredOnTheSpot: _asks.Add(new(_id, _asks.Count + 1, null, at, Invited: false)); break;
            case TicketEvent.FollowedUp f: Ask(a => FollowedUp(a, f.Answer, at)); break;
            case TicketEvent.Rated r: Ask(a => a with { WebAt = a.WebAt ?? at, AnsweredAt = at, Solved = r.Solved, Satisfaction = r.Satisfaction.Code() }); break;
        }

        if (was.State is TicketState.AwaitingFollowUp && _ticket.State is not TicketState.AwaitingFollowUp) Ask(a => a with { OverAt = at, OverBy = e.Kind() });
    }

    private static AskFact FollowedUp(AskFact ask, FollowUpAnswer answer, DateTimeOffset at)
    {
        var tried = ask with { Attempts = ask.Attempts + 1, CallResult = answer.Result?.Code() };
        return answer.Reached
            ? tried with { ReachedAt = ask.ReachedAt ?? at, AnsweredAt = at, Solved = answer.Solved, Satisfaction = answer.Satisfaction.Code() }
            : tried;
    }

    private void Ask(Func<AskFact, AskFact> change)
    {
        if (_asks.Count > 0) _asks[^1] = change(_asks[^1]);
    }

    private void Mark(RecordedEvent recorded)
    {
        var (counts, level, unit) = recorded.Event switch
        {
            TicketEvent.Supervised s => (true, s.Order.Level.Code(), s.Order.Addressee ?? _ticket.LastDepartment),
            TicketEvent.Raised or TicketEvent.Urged or TicketEvent.SuspensionGranted or TicketEvent.ExtensionGranted { Last: true } => (true, (string?)null, _ticket.LastDepartment),
            _ => (false, null, null),
        };
        if (counts) _marks.Add(new(_id, recorded.Version, recorded.Event.Kind(), level, unit?.Code, recorded.At));
    }

    private TicketFact End(TicketEvent e, DateTimeOffset at)
    {
        var fact = e switch
        {
            TicketEvent.TransferredToPolice => _fact with { PoliceAt = at },
            TicketEvent.PoliceResultRecorded => _fact with { PoliceResult = true },
            _ => _fact,
        };
        return _ticket.State switch
        {
            { IsOpen: true } => fact with { Outcome = null, EndedAt = null },
            TicketState.Archived => fact,
            var over when over.Name.Code() == fact.Outcome => fact,
            var over => fact with { Outcome = over.Name.Code(), EndedAt = at },
        };
    }

    private TicketFact Finished()
    {
        var (facts, last) = (_ticket.Facts, _rounds.LastOrDefault());
        return _fact with
        {
            Type = facts.Type.Code(), Urgency = facts.Urgency.Code(), Line = facts.Line, District = facts.District, Town = facts.Town, Category = facts.Category,
            Sealed = facts.Confidential || facts.Company is not null, Unit = _fact.Outcome is "answered" or "not-accepted" ? null : _ticket.LastDepartment?.Code,
            HandlingDueAt = last?.DueAt, HandlingEndedAt = last?.EndedAt, HandlingEndedBy = last?.EndedBy, HandlingPaused = last is { EndedAt: null, Paused: true },
            LateRounds = _rounds.Count(r => r.EndedAt > r.DueAt),
        };
    }
}
