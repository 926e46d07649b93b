using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Calls;

/// <content>排队: the queue tells, the call remembers.</content>
internal sealed partial class CallActor
{
    private void Enqueue(bool first)
    {
        if (_services.Prompts.Find(_line.Music) is { } music) _leg.Play(music, loop: true);
        _now = _now with { State = CallState.Queued };
        Happen(new CallEvent.Queued(_now.Id, _services.Now));
        _services.Queue.Enqueue(new QueueRequest(_now.Id) { Line = _now.Called, First = first }, n => Post(() => FromQueue(n)));
    }

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
}
