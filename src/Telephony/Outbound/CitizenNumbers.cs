using System.Security.Claims;

namespace Hotline.Telephony.Outbound;

/// <summary>Where a ticket's citizen can be reached; the host brings it, and writes each opening into its view ledger.</summary>
/// <param name="FindAsync">User, ticket, purpose.</param>
public sealed record CitizenNumbers(Func<ClaimsPrincipal, string, string, CancellationToken, Task<CitizenNumber>> FindAsync);

/// <summary>The number behind a ticket. The list is closed.</summary>
public abstract record CitizenNumber
{
    private CitizenNumber() { }

    /// <summary>Never to be shown or logged.</summary>
    public sealed record Found(string Number) : CitizenNumber
    {
        public override string ToString() => "Found";
    }

    public sealed record NoSuchTicket : CitizenNumber;

    /// <summary>The ticket is not this user's.</summary>
    public sealed record NotYours : CitizenNumber;

    /// <summary>The citizen left no number, or not one for this purpose.</summary>
    public sealed record NotLeft : CitizenNumber;
}
