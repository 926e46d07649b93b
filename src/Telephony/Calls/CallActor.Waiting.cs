using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Calls;

/// <content>排队: the queue tells, the call remembers; meanwhile the citizen hears how things stand.</content>
internal sealed partial class CallActor
{
    private const int UrgentBonus = 10;

    private object? _wait;
    private bool _callbackOffered;

    private void Enqueue(bool first)
    {
        _now = _now with { State = CallState.Queued };
        Happen(new CallEvent.Queued(_now.Id, _services.Now));
        Resume();
        _services.Queue.Enqueue(Wish(first), n => Post(() => FromQueue(n)));
        var wait = _wait = new();
        if (_line.AnnounceAfter > TimeSpan.Zero) After(_line.AnnounceAfter, () => Announce(wait));
    }

    /// <summary>What the caller chose, and what is known of the call before the first word.</summary>
    private QueueRequest Wish(bool first) => new(_now.Id)
    {
        Line = _now.Called,
        Queue = _choice?.Queue,
        Skills = [.. _choice?.Wanted ?? []],
        Priority = (_choice?.Priority ?? 0) + (_now.Flags.Contains(CallFlag.Urgent) ? UrgentBonus : 0),
        First = first,
    };

    private void FromQueue(QueueNotice what)
    {
        switch (what)
        {
            case QueueNotice.Offered e:
                _now = _now with { State = CallState.Offered, Agent = e.Agent, OfferUntil = e.Until };
                Happen(new CallEvent.Offered(_now.Id, _services.Now, e.Agent, e.Until) { Why = e.Why });
                break;
            case QueueNotice.Lapsed e:
                _now = _now with { State = CallState.Queued, Agent = null, OfferUntil = null };
                Happen(new CallEvent.OfferLapsed(_now.Id, _services.Now, e.Agent, e.Reason));
                break;
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
        if (_now.State != CallState.Queued || _registering || _speech is not null) return;
        _callbackOffered = _line.OffersCallback && _services.KeepPlace is not null;
        _question = _callbackOffered ? new(WaitingKey, () => { }) : null;
        Say(Prompts([.. Where(), .. _callbackOffered ? ["callback-offer"] : Array.Empty<string>()]), Resume);
    }

    private IReadOnlyList<string> Where()
    {
        var place = _services.Queue.PlaceOf(_now.Id);
        return WaitingWords.Of(place?.Position, place?.Wait is { } wait ? (wait.Low, wait.High) : null, _services.Seats.All.Count > 0);
    }

    private void WaitingKey(char key)
    {
        if (key == WantsCallback && _now.State == CallState.Queued) AskForCallback(Resume);
    }
}
