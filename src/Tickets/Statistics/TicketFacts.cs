namespace Hotline.Tickets.Statistics;

/// <summary>What one ticket gives to the indicators (统计事实): rows of tickets.kpi_*, whose columns are these names in snake case.</summary>
internal sealed record TicketFacts(
    TicketFact Ticket, IReadOnlyList<TurnFact> Turns, IReadOnlyList<RoundFact> Rounds, IReadOnlyList<AskFact> Asks, IReadOnlyList<MarkFact> Marks);

internal sealed record TicketFact(Guid TicketId, int Version, string Kind, string Type, string Channel, string Urgency, DateTimeOffset AcceptedAt)
{
    public string? Line { get; init; }
    public string? District { get; init; }
    public string? Town { get; init; }
    public string? Category { get; init; }
    public bool Sealed { get; init; }
    public string? Unit { get; init; }
    public string? FirstUnit { get; init; }
    public DateTimeOffset? DispatchedAt { get; init; }
    public bool Moved { get; init; }
    public int ReturnsAsked { get; init; }
    public int ReturnsAccepted { get; init; }
    public string? Outcome { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public DateTimeOffset? HandlingDueAt { get; init; }
    public DateTimeOffset? HandlingEndedAt { get; init; }
    public string? HandlingEndedBy { get; init; }
    public bool HandlingPaused { get; init; }
    public int LateRounds { get; init; }
    public DateTimeOffset? PoliceAt { get; init; }
    public bool PoliceResult { get; init; }
}

/// <summary>A unit's turn with a ticket.</summary>
internal sealed record TurnFact(Guid TicketId, int No, string Kind, string Unit, DateTimeOffset At)
{
    public DateTimeOffset? SignDueAt { get; init; }
    public DateTimeOffset? SignedAt { get; init; }
    public DateTimeOffset? ContactDueAt { get; init; }
    public bool ContactPaused { get; init; }
    public DateTimeOffset? ContactedAt { get; init; }
    public DateTimeOffset? ReachedAt { get; init; }
    public string? WhyNot { get; init; }
    public bool Evidence { get; init; }
    public int ReturnsAsked { get; init; }
    public int ReturnsAccepted { get; init; }
    public int ReturnsRefused { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndedBy { get; init; }
}

/// <summary>A handling clock from its start to its end (办理轮次).</summary>
/// <param name="Closing">It leads to this closing of the ticket, from 1.</param>
internal sealed record RoundFact(Guid TicketId, int No, DateTimeOffset StartedAt, int Closing)
{
    public string? Unit { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public bool Paused { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndedBy { get; init; }
    public string? Result { get; init; }
    public string? ThenBy { get; init; }
}

/// <summary>A reply the citizen can be asked about (回访对象).</summary>
internal sealed record AskFact(Guid TicketId, int No, string? Unit, DateTimeOffset At, bool Invited)
{
    public DateTimeOffset? DueAt { get; init; }
    public string? Result { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset? ReachedAt { get; init; }
    public string? CallResult { get; init; }
    public DateTimeOffset? WebAt { get; init; }
    public DateTimeOffset? OverAt { get; init; }
    public string? OverBy { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public bool? Solved { get; init; }
    public string? Satisfaction { get; init; }
}

/// <summary>An occurrence that is only counted.</summary>
internal sealed record MarkFact(Guid TicketId, int No, string Kind, string? Level, string? Unit, DateTimeOffset At);
