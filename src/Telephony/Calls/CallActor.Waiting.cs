using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Calls;

/// <content>排队: the queue tells, the call remembers; meanwhile the citizen hears how things stand.</content>
internal sealed partial class CallActor
{
    private const int UrgentBonus = 10;

    private object? _wait;
    private bool _callbackOffered;

    private void Enqueue(bool first) => Wait(Wish(first));

    private void Wait(QueueRequest request)
    {
        _now = _now with { State = CallState.Queued };
        _services.Queue.Enqueue(_services.Callbacks.WithOldPlace(request, _now.Caller), n => Post(() => FromQueue(n)));
        Happen(new CallEvent.Queued(_now.Id, _services.Now)); // whoever hears of it finds the place
        Resume();
        var wait = _wait = new();
        if (_line.AnnounceAfter > TimeSpan.Zero) After(_line.AnnounceAfter, () => Announce(wait));
    }

    /// <summary>What the caller chose, and what is known of the call before the first word.</summary>
    private QueueRequest Wish(bool first) => new(_now.Id)
    {
        Line = _line.Number,
        Queue = _choice?.Queue ?? _handed?.Queue,
        Skills = [.. _choice?.Wanted ?? []],
        SkillGroup = _line.SkillGroup,
        Priority = (_choice?.Priority ?? 0) + (_now.Flags.Contains(CallFlag.Urgent) ? UrgentBonus : 0),
        First = first,
        MayMove = MayMove,
    };

    private void FromQueue(QueueNotice what)
    {
        switch (what)
        {
            case QueueNotice.Offered e when _others.Find(o => o.OfQueue && !o.IsOnLine) is { } asked: Found(asked, e.Agent); break;
            case QueueNotice.Offered e when _now.State is not CallState.Talking: Offer(NewAgent(e.Agent, Errand.Serve, ofQueue: true), e.Until, e.Why); break;
            case QueueNotice.Lapsed e when _others.Find(o => o.OfQueue && !o.IsOnLine && o.Agent == e.Agent) is { } asked: NotFound(asked); break;
            case QueueNotice.Lapsed e when _now.State is not CallState.Talking: Lapsed(e.Agent, e.Reason); break;
            case QueueNotice.Overflowed e when _now.State is not CallState.Talking: Overflowed(e.From, e.To); break;
            case QueueNotice.Unstaffed e when _now.State is CallState.Queued: FoundUnstaffed(e.Queue); break;
        }
    }

    /// <summary>Music, and key 1 once a callback has been offered.</summary>
    private void Resume()
    {
        NoQuestion();
        _registering = false;
        if (_callbackOffered) _question = new(WaitingKey, () => { });
        if (_services.Prompts.Find(_line.Music) is { } music) _leg.Play(music, loop: true);
    }

    /// <summary>Says where the caller is in the queue, as long as this wait lasts; not while it rings or while keys are awaited.</summary>
    private void Announce(object wait)
    {
        if (_wait != wait || _now.State is not (CallState.Queued or CallState.Offered)) return;
        After(_line.AnnounceEvery, () => Announce(wait));
        TellWhere();
    }

    private void TellWhere()
    {
        if (_now.State != CallState.Queued || _registering || _speech is not null) return;
        _callbackOffered = _line.OffersCallback;
        _question = _callbackOffered ? new(WaitingKey, () => { }) : null;
        Say(Prompts(Where()), Resume);
    }

    private IReadOnlyList<string> Where()
    {
        var place = _services.Queue.PlaceOf(_now.Id);
        var words = WaitingWords.Of(place?.Position, place?.Wait is { } wait ? (wait.Low, wait.High) : null, place?.Staffed ?? _services.Seats.All.Count > 0, _callbackOffered);
        return words is [WaitingWords.NobodyButCallback] && _services.Prompts.Find(words[0]) is null ? ["no-agent", "callback-offer"] : words; // a city's prompts may lack the newer one
    }

    private void Overflowed(string from, string to)
    {
        _now = _now with { OverflowedFrom = [.. _now.OverflowedFrom, from] };
        Happen(new CallEvent.Overflowed(_now.Id, _services.Now, from, to));
    }

    /// <summary>The citizen learns at once that nobody is there, and may be called back; who stays goes on waiting.</summary>
    private void FoundUnstaffed(string queue)
    {
        Happen(new CallEvent.FoundUnstaffed(_now.Id, _services.Now, queue));
        TellWhere();
    }

    private void WaitingKey(char key)
    {
        if (key == WantsCallback && _now.State == CallState.Queued) AskForCallback(Resume);
    }

    /// <summary>The queue has an agent for whom a consultation or a third line rings.</summary>
    private void Found(Companion asked, AgentId agent)
    {
        (asked.Agent, asked.Name) = (agent, NameOf(agent));
        Happen(new CallEvent.ParticipantCalled(_now.Id, _services.Now, _now.Agent ?? agent, asked.Id, asked.Party, asked.Name, agent));
        RingPhone(asked);
        Arrange();
    }

    private static void NotFound(Companion asked)
    {
        asked.Link?.Close("not answered");
        (asked.Agent, asked.Link) = (null, null);
    }
}
