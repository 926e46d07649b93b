using Hotline.Tickets.City;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets;

/// <summary>Carries out commands on tickets. With Orleans configured, a grain per ticket does the same.</summary>
public interface ITicketDesk
{
    /// <summary>Loads, decides and appends; when somebody was faster it decides again on what they left.</summary>
    Task<Decision> HandleAsync(TicketId id, ITicketCommand command, Actor actor, CancellationToken ct);
}

internal sealed class TicketDesk(TicketStore store, CityRules city, TimeProvider clock) : ITicketDesk
{
    private const int Attempts = 5;

    public async Task<Decision> HandleAsync(TicketId id, ITicketCommand command, Actor actor, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try { return await DecideAsync(id, command, actor, ct); }
            catch (TicketMovedOnException) when (attempt < Attempts) { /* deciding is pure: deciding again on the newer ticket is safe */ }
        }
    }

    private async Task<Decision> DecideAsync(TicketId id, ITicketCommand command, Actor actor, CancellationToken ct)
    {
        var stored = await store.LoadAsync(id, ct);
        var now = clock.Now();
        var rules = city.At(now);
        var decision = Deciding.Decide(command, stored?.Ticket, actor, rules, now);
        if (decision is Decision.Happened && command is ITellsCitizen tells && Leaking(tells, await store.NotesAsync(id, ct)) is { } leaks) return leaks;
        if (decision is Decision.Happened happened && stored is not null)
        {
            await store.AppendAsync(id, stored, happened.Events, new Signature(actor, now, rules.Version), ct);
        }

        // tries against the rule that protects towns are reported every month
        if (decision is Decision.Refused { Code: DispatchTicket.GrassrootsProtected } refused) await store.RememberTryAsync(id, refused.Code, command.Step, actor, now, ct);
        return decision;
    }

    /// <summary>Notes lie in the log alone, where no letter looks; and their words leave by no reply either.</summary>
    private static Decision? Leaking(ITellsCitizen tells, IReadOnlyList<string> notes)
    {
        var errors = new FieldErrors();
        foreach (var (field, text) in tells.Told) errors.Check(field, !notes.Any(n => ReplyPoints.Quotes(text, n)), ReplyPoints.NoteQuoted);
        return errors.Decision;
    }
}

/// <summary>Who signs for events, when, under which rules.</summary>
internal sealed record Signature(Actor By, DateTimeOffset At, string RulesVersion);

internal static class Clocks
{
    /// <summary>The time in the microseconds that PostgreSQL keeps, so that what is stored equals what was decided.</summary>
    internal static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
