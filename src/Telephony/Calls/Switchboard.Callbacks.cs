using System.Collections.Concurrent;
using Hotline.Telephony.Callbacks;
using Hotline.Telephony.Outbound;
using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Calls;

/// <content>保位回拨: when a kept place comes up it rings at an agent like a call; the agent's answer dials the citizen.</content>
public sealed partial class Switchboard
{
    private readonly ConcurrentDictionary<CallId, CallbackNotice.CallbackDue> _due = new();

    /// <summary>A callback rings at this agent; answer or decline it like a call.</summary>
    public bool OffersCallback(CallId call, AgentId agent) => _due.TryGetValue(call, out var due) && due.Agent == agent;

    /// <summary>Under the queue's lock: only notes and tells.</summary>
    private void CallbackTold(CallbackNotice notice)
    {
        if (notice is CallbackNotice.CallbackDue due)
        {
            _due[due.Call] = due;
            _events.Publish(new CallEvent.Offered(due.Call, _clock.GetUtcNow(), due.Agent, due.Until));
        }
        else if (_due.TryGetValue(notice.Call, out var withdrawn) && withdrawn.Agent == notice.Agent && _due.TryRemove(notice.Call, out _))
        {
            _events.Publish(new CallEvent.OfferLapsed(notice.Call, _clock.GetUtcNow(), notice.Agent, CallQueue.NotAnswered));
        }
    }

    /// <summary>The agent takes the callback: the place is theirs, the citizen is dialled.</summary>
    private bool AnswerCallback(CallId call, AgentId agent)
    {
        if (!OffersCallback(call, agent) || !_services.Queue.Accept(call, agent)) return false;
        if (!_due.TryRemove(call, out var due)) return false;
        _services.Callbacks.Take(due.Task, agent);
        if (!HasRoute || !DialNumber.TryParse(due.Number, out var number, out _))
        {
            _services.Seats.Finish(agent, call);
            _services.Callbacks.NotReached(due.Task, agent, "the number cannot be dialled");
            return true;
        }

        var order = new OutboundOrder(CallDirection.Callback, number, LineOf(due.Line) ?? OutboundLine(), agent.Value, agent, _services.Audio.PhoneOf(agent), "回拨", null)
        {
            Became = result => Report(due, agent, result),
        };
        if (Place(order, call).Refusal is not null) Report(due, agent, DialResult.Failed);
        return true;
    }

    private void Report(CallbackNotice.CallbackDue due, AgentId agent, DialResult result)
    {
        if (result == DialResult.Answered) _services.Callbacks.Reached(due.Task, agent, "已接通");
        else _services.Callbacks.NotReached(due.Task, agent, result.Reason());
    }
}
