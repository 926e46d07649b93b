using Hotline.Telephony.Media;
using Hotline.Telephony.Outbound;

namespace Hotline.Telephony.Calls;

/// <content>呼出</content>
public sealed partial class Switchboard
{
    private DialLimit? _dialLimit;

    private DialLimit Limit => LazyInitializer.EnsureInitialized(ref _dialLimit, () => new(_options.OutboundPerHour, _clock));

    /// <summary>呼出: the agent hears it ring; how it ends comes as Answered or DialFailed.</summary>
    /// <param name="purpose">Stands in the call's record: no personal data.</param>
    /// <param name="ticket">The ticket it is about, if any.</param>
    public OutboundAnswer Call(AgentId agent, DialNumber number, string purpose, string? ticket = null)
    {
        if (Refuses(agent.Value) is { } refusal) return new(null, refusal);
        return Place(new(CallDirection.Outbound, number, OutboundLine(), agent.Value, agent, _services.Audio.PhoneOf(agent), purpose, ticket));
    }

    /// <summary>中继呼叫: rings the official's own phone, then the citizen; both see the hotline's number.</summary>
    /// <param name="by">User name of the official.</param>
    public OutboundAnswer Relay(string by, DialNumber ownPhone, DialNumber citizen, string ticket)
    {
        if (Refuses(by) is { } refusal) return new(null, refusal);
        return Place(new(CallDirection.Relay, citizen, OutboundLine(), by, null, new(Registered: null, ownPhone.At(_services)), "联系诉求人", ticket));
    }

    private CallRefusal? Refuses(string by) => !HasRoute ? OutboundRefusals.NoGateway : Limit.TryTake(by) ? null : OutboundRefusals.TooMany;

    private bool HasRoute => _options.OutboundGateway is not null || _options.OutboundTrunk is not null;

    private TelephonyOptions.Line OutboundLine() => _options.OutboundLine is { } number && LineOf(number) is { } line ? line : _options.Lines[0];

    /// <param name="seated">The call that the agent's seat has taken already; otherwise it is taken here.</param>
    private OutboundAnswer Place(OutboundOrder order, CallId? seated = null)
    {
        var id = seated ?? CallId.New();
        if (seated is null && order.Agent is { } agent && !_services.Seats.Take(agent, id)) return new(null, OutboundRefusals.SeatBusy);
        try
        {
            var actor = new CallActor(id, order, _services.Engine.OpenRtpLeg(), _services, _log);
            _calls[id] = actor;
            actor.Start(ended: () => _calls.TryRemove(id, out _));
            return new(id, null);
        }
        catch (PortsExhaustedException e)
        {
            if (order.Agent is { } freed) _services.Seats.Finish(freed, id);
            OutOfPorts(e.Message);
            return new(null, OutboundRefusals.NoPort);
        }
    }
}
