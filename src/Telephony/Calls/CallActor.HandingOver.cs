using Hotline.Telephony.Neighbours;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Calls;

/// <content>
/// 跨节点转接, the giving side: while the citizen waits here, an agent of another node rings as well. Whoever answers first has the citizen;
/// the place in the queue is kept until then.
/// </content>
internal sealed partial class CallActor
{
    /// <summary>The other node ends the ringing by itself; without a word from it we do.</summary>
    private static readonly TimeSpan HandOverGrace = TimeSpan.FromSeconds(5);

    private bool _recordingRefused;

    /// <summary>What was refused or is confidential here would be recorded there.</summary>
    private bool MayMove => !_now.Confidential && !_recordingRefused;

    private bool CanMove => _now.State == CallState.Queued && _callback is null && !_others.Exists(o => o.Neighbour is not null);

    /// <summary>What the other node is told; null when the call does not wait any more, or rings.</summary>
    internal HandedCall? Announced(HandOver to, string node, string token) => CanMove && _services.Queue.Movable(_now.Id) is var (queue, since, ringFor)
        ? new(token, CallId.New(), node, _now.Id, queue, to.Agent, since, ringFor, _now.Flags, _now.Chosen) : null;

    /// <summary>Calls the agent of the other node. False: the call is not to be had any more.</summary>
    /// <param name="ended">Told once: whether that agent has the citizen.</param>
    internal bool AskNeighbour(HandOver to, HandedCall announced, Action<bool> ended)
    {
        if (!CanMove || _services.Queue.Movable(_now.Id) is null) return false;
        var c = new Companion(++_companions, Party.Agent, $"{NameOf(to.Agent)}（{to.Node}）", Errand.Serve, _services.Now) { Neighbour = new(to, announced, ended) };
        _others.Add(c);
        _services.Queue.Mark(_now.Id, asked: true);
        c.Patience = After(announced.RingFor + HandOverGrace, () => GiveUp(c, "the other node did not answer", 408));
        Happen(new CallEvent.NeighbourAsked(_now.Id, _services.Now, to.Node, to.Agent));
        Dial(c, from => (offer, events) => _services.Sip.Call(SipUri.Parse($"sip:{_line.Number}@{to.Address}"), from, offer, events, handOver: announced.Token));
        return true;
    }

    /// <summary>That node is gone: nobody rings there any more.</summary>
    internal void Unask(HandedCall announced)
    {
        if (_others.Find(o => !o.IsOnLine && o.Neighbour?.Announced == announced) is { } asked) GiveUp(asked, "the other node is gone", 503);
    }

    /// <summary>The other node's agent has answered. What is said from now on is recorded and written down there.</summary>
    private void HandedOver(Companion c, Neighbour to)
    {
        if (!_services.Queue.HandOver(_now.Id))
        {
            GiveUp(c, "answered here", 487);
            return;
        }

        c.Patience?.Dispose();
        if (_offered is { Agent: { } ringing }) Lapsed(ringing, "answered at another node");
        NoQuestion();
        _wait = null;
        _leg.StopPlaying();
        _music.Clear();
        (c.State, c.JoinedAt) = (ParticipantState.Joined, _services.Now);
        _talk!.Bridge(c.Leg!);
        _paper.Served = to.Order.Agent;
        _now = _now with
        {
            State = CallState.Talking, Agent = null, OfferUntil = null, TalkingSince = _now.TalkingSince ?? _services.Now,
            HandedTo = new(to.Order.Node, to.Announced.Call, to.Announced.Since),
        };
        _paper.TookPart(_now.Id, c, null);
        Happen(new CallEvent.HandedOver(_now.Id, _services.Now, to.Order.Node, to.Order.Agent, to.Announced.Call));
        to.Ended(true);
        Arrange();
    }

    /// <summary>The citizen waits on, as if nobody had been asked.</summary>
    private void NotHandedOver(Companion c, Neighbour to, int status, string reason)
    {
        _services.Queue.Mark(_now.Id, asked: false);
        Happen(new CallEvent.NeighbourFailed(_now.Id, _services.Now, to.Order.Node, to.Order.Agent, status, reason));
        Dismiss(c, reason);
    }

    /// <summary>Somebody here has the citizen.</summary>
    private void WithdrawFromNeighbour()
    {
        if (_others.Find(o => o is { IsOnLine: false, Neighbour: not null }) is { } asked) GiveUp(asked, "answered here", 487);
    }

    /// <summary>The other node may ask the citizen for a key, too.</summary>
    private void PassOn(char key)
    {
        if (_others.Find(o => o is { IsOnLine: true, Neighbour: not null })?.Leg is not Media.RtpLeg other) return;
        try
        {
            other.SendDigits(key.ToString());
        }
        catch (InvalidOperationException)
        {
            // that node took no keys; the citizen's voice is there all the same
        }
    }
}

/// <summary>An agent of another node who is asked.</summary>
/// <param name="Ended">Told once whether they have the citizen.</param>
internal sealed record Neighbour(HandOver Order, HandedCall Announced, Action<bool> Ended);
