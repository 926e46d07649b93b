using Hotline.Tickets.City;

namespace Hotline.Tickets;

/// <summary>What a command leads to: events that happened, or why not.</summary>
public abstract record Decision
{
    private Decision() { }

    public sealed record Happened(params IReadOnlyList<TicketEvent> Events) : Decision;

    /// <summary>The ticket's state, the actor's role or a rule stands against it.</summary>
    /// <param name="Code">Stable, for programs.</param>
    /// <param name="Reason">For people, in Chinese.</param>
    /// <param name="English">The same in English.</param>
    /// <param name="Allowed">Codes of the steps this actor may take now.</param>
    public sealed record Refused(string Code, string Reason, string English, IReadOnlyList<string> Allowed) : Decision
    {
        internal Refused(string code, string reason, string english) : this(code, reason, english, []) { }
    }

    /// <summary>What was typed cannot be taken; nothing is lost.</summary>
    /// <param name="Errors">By field name, each with how to mend it, in Chinese.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : Decision;

    public static implicit operator Decision(TicketEvent happened) => new Happened(happened);
}

/// <summary>A wish to take one step with a ticket. Deciding is pure: no clock, no database, no network.</summary>
public interface ITicketCommand
{
    /// <summary>The row of the transition table it stands under.</summary>
    Step Step { get; }

    /// <summary>Called only where the transition table lets <paramref name="by"/> take the step now.</summary>
    Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now);
}
