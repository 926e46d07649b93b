using System.Globalization;
using Hotline.Telephony.Neighbours;
using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Calls;

/// <content>
/// 跨节点转接, the taking side: a citizen who waits at another node rings at one agent of ours. Nothing is answered until the agent has; where
/// the agent does not, the call is over here and waits on there.
/// </content>
internal sealed partial class CallActor
{
    private readonly HandedCall? _handed;

    /// <summary>Of whom another node hands over, nobody has spoken with us yet: that node still keeps them.</summary>
    private bool IsStillTheirs => _handed is not null && _talk is null;

    private void ArriveFrom(HandedCall handed)
    {
        Happen(new CallEvent.HandedIn(_now.Id, _services.Now, handed.From, handed.First, handed.Since));
        var until = _services.Now + handed.RingFor;
        if (_agreed is null || !_services.Seats.Offer(handed.Agent, _now.Id, until, _services.Queue.Find(handed.Queue, _line.Number).WrapUp))
        {
            Refuse(_agreed is null ? 488 : 486, "the agent is not free any more");
            return;
        }

        _sip.Ring();
        var waited = ((int)(_services.Now - handed.Since).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        Offer(NewAgent(handed.Agent, Errand.Serve, ofQueue: false), until, new($"来自节点 {handed.From}，已等待 {waited} 秒", $"from node {handed.From}, {waited} s of waiting"));
        _offered?.Patience = After(handed.RingFor, () => GiveUp(_offered!, CallQueue.NotAnswered));
    }

    private void Refuse(int status, string reason)
    {
        _sip.Reject(status);
        Over(reason);
    }
}
