using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Calls;

/// <content>两线联动: citizen, agent and 110 on one line. Whatever fails here, the citizen keeps whom they had.</content>
internal sealed partial class CallActor
{
    internal bool CallPolice(AgentId agent)
    {
        if (_now.State != CallState.Talking || _now.Agent != agent || _now.Police is PoliceState.Calling or PoliceState.Joined) return false;

        _now = _now with { Police = PoliceState.Calling };
        Happen(new CallEvent.PoliceCalled(_now.Id, _services.Now, agent));
        try
        {
            var from = SipUri.Of(_now.Caller.Length > 0 ? _now.Caller : "anonymous", _services.Sip.LocalEndPoint); // 110 sees who calls
            _police = new(_services, _services.Police, from, _services.Options.PoliceTimeout, m => Post(m))
            {
                Signalled = PoliceSignalled, Noticed = PoliceNoticed, TooLong = () => PoliceFailed(408, "110 did not answer"),
            };
        }
        catch (Exception e) when (e is PortsExhaustedException or InvalidOperationException or FormatException)
        {
            PoliceFailed(0, e.Message);
        }

        return true;
    }

    private void PoliceSignalled(SipCallEvent what)
    {
        switch (what)
        {
            case SipCallEvent.Answered e: PoliceAnswered(e.Sdp); break;
            case SipCallEvent.Reoffered e: _police!.Reoffered(e.Offer); break;
            case SipCallEvent.Ended when _now.Police == PoliceState.Joined: PoliceLeft(); break;
            case SipCallEvent.Ended e: PoliceFailed(e.Status, e.Reason); break;
        }
    }

    private void PoliceNoticed(MediaLegEvent what)
    {
        if (what is MediaLegEvent.Silent && _now.Police == PoliceState.Joined) PoliceLeft();
    }

    private void PoliceAnswered(SessionDescription answer)
    {
        if (!_police!.Connect(answer))
        {
            PoliceFailed(488, "no common codec");
            return;
        }

        _leg.StopPlaying();
        _talk!.Join(_police.Leg, Party.Police);
        _now = _now with { Police = PoliceState.Joined };
        Happen(new CallEvent.PoliceJoined(_now.Id, _services.Now));
    }

    private void PoliceFailed(int status, string reason)
    {
        _police?.Close(reason);
        _police = null;
        _now = _now with { Police = PoliceState.Failed };
        Happen(new CallEvent.PoliceFailed(_now.Id, _services.Now, status, reason));
        if (_now.Agent is null) Enqueue(first: true); // the agent trusted 110 to answer and left
    }

    private void PoliceLeft()
    {
        _talk!.Leave(_police!.Leg);
        _police.Close("110 left");
        _police = null;
        _now = _now with { Police = PoliceState.Left };
        Happen(new CallEvent.PoliceLeft(_now.Id, _services.Now));
        if (_now.Agent is null) End("110 hung up");
    }
}
