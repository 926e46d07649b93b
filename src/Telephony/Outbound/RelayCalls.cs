using System.Security.Claims;
using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Outbound;

/// <summary>A relayed call as the official who placed it may know it.</summary>
/// <param name="State">dialling, talking or ended.</param>
/// <param name="Result">Null until it is known.</param>
public sealed record Relayed(CallId Call, string Ticket, CallState State, DialResult? Result);

/// <summary>中继呼叫: an official talks to a ticket's citizen by their own phone; neither sees the other's number. For pages and the API.</summary>
public sealed class RelayCalls(IServiceProvider services, Switchboard calls, CallLog log)
{
    private const string Purpose = "联系诉求人（中继呼叫）";

    /// <summary>Rings the official's phone, then the citizen's.</summary>
    public async Task<OutboundAnswer> PlaceAsync(ClaimsPrincipal user, string ticket, DialNumber ownPhone, CancellationToken ct)
    {
        var (number, refusal) = await OutboundEndpoints.FindAsync(services, user, ticket, Purpose, ct);
        if (refusal is not null) return new(null, refusal);
        return DialNumber.TryParse(number, out var citizen, out _) ? calls.Relay(user.AgentId().Value, ownPhone, citizen, ticket.Trim()) : new(null, OutboundRefusals.NotLeft);
    }

    /// <summary>Null where it is no relayed call of this user's.</summary>
    public async Task<Relayed?> FindAsync(CallId call, ClaimsPrincipal user)
    {
        var events = await log.EventsAsync(call);
        if (events.OfType<CallEvent.Dialled>().FirstOrDefault() is not { Direction: CallDirection.Relay } dialled || dialled.By != user.AgentId().Value) return null;
        var live = calls.Find(call); // events are written a little later
        var answered = live?.State == CallState.Talking || events.OfType<CallEvent.Answered>().Any();
        var result = events.OfType<CallEvent.DialFailed>().FirstOrDefault()?.Result ?? (answered ? DialResult.Answered : null);
        return new(call, dialled.Ticket ?? "", live?.State ?? CallState.Ended, result);
    }

    public Task<CallRefusal?> EndAsync(CallId call, ClaimsPrincipal user) => calls.EndRelayAsync(call, user.AgentId().Value);
}
