using Hotline.Tickets.Attachments;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Reading;
using Npgsql;

namespace Hotline.Tickets.Citizens;

/// <summary>A citizen's own ticket, all that is theirs to know.</summary>
/// <param name="HolderSince">Since when who has it now has it.</param>
/// <param name="Limit">办理时限 that is or was counted; null before the first dispatch.</param>
/// <param name="Proof">Why it is due then.</param>
/// <param name="Question">What they are asked; null where nothing.</param>
/// <param name="UrgeFrom">The day from which they may urge again; null where they may now, or not at all.</param>
/// <param name="ReopenUntil">How long they may still say that it is not solved; null where that is over or not yet.</param>
/// <param name="MayPublish">They agreed that question and answer are published without their name.</param>
public sealed record CitizenCase(
    RequestFacts Facts, DateTimeOffset? HolderSince, Limit? Limit, DueProof? Proof, IReadOnlyList<CitizenLine> Timeline, string? Question, DateOnly? UrgeFrom, DateTimeOffset? ReopenUntil,
    IReadOnlyList<Attachment> Photos, IReadOnlyList<CitizenLetter> Letters, bool MayPublish);

/// <summary>Reads a ticket for the citizen whose it is (市民视图). Who asks has shown number and query code before.</summary>
public sealed class CitizenFile
{
    private readonly NpgsqlDataSource _db;
    private readonly TicketStore _store;
    private readonly TicketFile _file;
    private readonly DeliveryFile _letters;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;

    internal CitizenFile(NpgsqlDataSource db, TicketStore store, TicketFile file, DeliveryFile letters, CityRules rules, TimeProvider clock) =>
        (_db, _store, _file, _letters, _rules, _clock) = (db, store, file, letters, rules, clock);

    public async Task<CitizenCase> ReadAsync(TicketId id, CancellationToken ct)
    {
        var (ticket, events, now) = ((await _store.LoadAsync(id, ct))!.Ticket, await _file.EventsAsync(id, ct), _clock.Now());
        var beside = await BesideAsync(id, ct);
        var proofs = DueProofs.Of(events, ClockName.Handling, _rules.At(now), now);
        var limit = events.SelectMany(e => (e.Event.Started ?? []).Concat(e.Event.Changed ?? [])).LastOrDefault(c => c is { Name: ClockName.Handling, Task: null })?.Limit;
        return new(
            ticket.Facts, beside.Since, limit, proofs.LastOrDefault(p => p.Task is null), CitizenTimeline.Of(events, _rules), QuestionOf(ticket, events), UrgeFrom(ticket, now), ReopenUntil(ticket),
            [.. ticket.Attachments.Where(a => a.ByCitizen)], await _letters.ForCitizenAsync(id, ct), beside.Consent);
    }

    /// <summary>The steps that a citizen is led through: which comes next is told from the state.</summary>
    private static string? QuestionOf(Ticket ticket, IReadOnlyList<RecordedEvent> events) => ticket.State switch
    {
        TicketState.AwaitingInformation s => s.Question,
        TicketState.Suspended { Request: { Ground: "awaiting-citizen" } request } => request.Reason,
        _ => null,
    };

    private DateOnly? UrgeFrom(Ticket ticket, DateTimeOffset now)
    {
        var day = _rules.DayOf(now);
        return ticket.Urges.Count(d => d == day) >= _rules.Handling.UrgesADay ? day.AddDays(1) : null;
    }

    private static DateTimeOffset? ReopenUntil(Ticket ticket) => ticket.State is TicketState.Closed ? ticket.ClockOf(ClockName.Archive)?.DueAt : null;

    private async Task<(DateTimeOffset? Since, bool Consent)> BesideAsync(TicketId id, CancellationToken ct)
    {
        var rows = await _db.ReadAsync(
            """
            select (select max(from_at) from tickets.holder where ticket_id = $1 and to_at is null), exists (select from tickets.publish_consent where ticket_id = $1 and withdrawn_at is null)
            """,
            [id.Value], row => (row.MaybeTime(0), row.GetBoolean(1)), ct);
        return rows[0];
    }
}
