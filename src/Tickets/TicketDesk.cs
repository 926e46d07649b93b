using Hotline.Tickets.City;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets;

/// <summary>Carries out commands on tickets. With Orleans configured, a grain per ticket does the same.</summary>
public interface ITicketDesk
{
    /// <summary>Loads, decides and appends; when somebody was faster it decides again on what they left.</summary>
    /// <exception cref="TicketMovedOnException">Others were faster again and again. Nothing of the command was done.</exception>
    Task<Decision> HandleAsync(TicketId id, ITicketCommand command, Actor actor, CancellationToken ct);
}

internal sealed class TicketDesk(TicketStore store, CityRules city, TimeProvider clock) : ITicketDesk
{
    private const int Attempts = 30;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    public async Task<Decision> HandleAsync(TicketId id, ITicketCommand command, Actor actor, CancellationToken ct) =>
        (await HandleAsync(id, known: null, command, actor, ct)).Decision;

    /// <summary>The same for whoever remembers the ticket between its commands.</summary>
    /// <param name="known">The ticket as it was last seen: it saves loading while nobody else has changed it, and what it would refuse is looked at anew first.</param>
    /// <returns>The decision and the ticket after it; null where there is none.</returns>
    internal async Task<(Decision Decision, Stored? After)> HandleAsync(TicketId id, Stored? known, ITicketCommand command, Actor actor, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (decision, after) = await DecideAsync(id, known ?? await store.LoadAsync(id, ct), command, actor, ct);
                if (known is null) await RememberTryAsync(id, decision, command, actor, ct);
                if (known is null || decision is Decision.Happened { Events.Count: > 0 }) return (decision, after);
            }
            catch (TicketMovedOnException) when (attempt < Attempts)
            {
                // deciding is pure: deciding again on the newer ticket is safe; and who waits by chance does not meet the same others again
                await Task.Delay(LongestPause * Random.Shared.NextDouble() * attempt / Attempts, TimeProvider.System, ct);
            }

            known = null;
        }
    }

    private async Task<(Decision Decision, Stored? After)> DecideAsync(TicketId id, Stored? stored, ITicketCommand command, Actor actor, CancellationToken ct)
    {
        var now = clock.Now();
        var rules = city.At(now);
        var decision = Deciding.Decide(command, stored?.Ticket, actor, rules, now);
        if (decision is Decision.Happened && command is ITellsCitizen tells && Leaking(tells, await store.NotesAsync(id, ct)) is { } leaks) return (leaks, stored);
        if (decision is Decision.Happened happened && stored is not null)
        {
            await store.AppendAsync(id, stored, happened.Events, new Signature(actor, now, rules.Version), ct);
            return (decision, stored.After(happened.Events));
        }

        return (decision, stored);
    }

    /// <summary>Tries against the rule that protects towns are reported every month.</summary>
    private async Task RememberTryAsync(TicketId id, Decision decision, ITicketCommand command, Actor actor, CancellationToken ct)
    {
        if (decision is Decision.Refused { Code: DispatchTicket.GrassrootsProtected } refused) await store.RememberTryAsync(id, refused.Code, command.Step, actor, clock.Now(), ct);
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
