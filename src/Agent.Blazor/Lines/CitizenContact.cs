using System.Security.Claims;
using Hotline.Agent.Blazor.Accounts;
using Hotline.Telephony.Outbound;
using Hotline.Tickets;
using Hotline.Tickets.Reading;
using Hotline.Tickets.Requesters;

namespace Hotline.Agent.Blazor.Lines;

/// <summary>联系诉求人: finds the number behind a ticket for the switchboard, for its holder only; each opening stands in the view ledger.</summary>
internal sealed class CitizenContact(TicketFile tickets, RequesterFile requesters)
{
    internal async Task<CitizenNumber> FindAsync(ClaimsPrincipal user, string ticket, string purpose, CancellationToken ct)
    {
        if (SignedInUser.From(user)?.ToActor() is not { } me || !TicketNumber.TryParse(ticket, out var number, out _)) return new CitizenNumber.NoSuchTicket();
        if (await tickets.ReadOrGlimpseAsync(number, me, ct) is not { } view) return new CitizenNumber.NoSuchTicket(); // another unit's is as good as none
        if (me.IsOfUnit && !Holds(view, me)) return new CitizenNumber.NotYours();

        // a unit may not open personal data; the switchboard does for it, under the official's name, and shows nothing
        var opener = me.IsOfUnit ? me with { Role = Role.System } : me;
        var requester = await requesters.OpenAsync(view.Id, opener, purpose, ct);
        return requester is { Phone: { Length: > 0 } phone } ? new CitizenNumber.Found(phone) : new CitizenNumber.NotLeft();
    }

    /// <summary>主办 or 协办; who was only let see it does not call the citizen.</summary>
    private static bool Holds(TicketView view, Actor me) => view.DepartmentId == me.Department || view.Tasks.Any(t => t.Unit == me.Department);
}
