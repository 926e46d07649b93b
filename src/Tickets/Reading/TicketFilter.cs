using System.Text.Json.Serialization;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Reading;

/// <summary>What a list is sorted by.</summary>
public enum TicketSort
{
    /// <summary>受理时间, the newest first.</summary>
    Accepted,

    /// <summary>最近时限, what is due first on top; what has no clock comes last.</summary>
    Due,

    /// <summary>风险 (<see cref="Reading.Risk"/>), the greatest on top; what has no clock comes last.</summary>
    Risk,

    /// <summary>单号, the greatest on top.</summary>
    Number,
}

/// <summary>What to look for; null is any.</summary>
/// <param name="Overdue">True: a clock that runs is past its due time.</param>
/// <param name="Text">Part of the title, text, place or number. Looked for among the newest <see cref="TicketList.MostSearched"/> that fit the rest.</param>
/// <param name="Page">From 1.</param>
/// <param name="States">Any of these, where no single state is asked for.</param>
/// <param name="DueFirst">What is due first on top, for people who work through a list; otherwise the newest first.</param>
public sealed record TicketFilter(
    StateName? State = null, bool? Overdue = null, string? Text = null, DepartmentId? Department = null, RequestType? Type = null, int Page = 1, int PageSize = 20,
    bool DueFirst = false, IReadOnlyList<StateName>? States = null)
{
    public Urgency? Urgency { get; init; }

    /// <summary>Code of a category; that of a main category is all below it.</summary>
    public string? Category { get; init; }

    /// <summary>Code of a district.</summary>
    public string? District { get; init; }

    /// <summary>受理日期 of the city, both days counted.</summary>
    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    /// <summary>Null: by <see cref="DueFirst"/>.</summary>
    public TicketSort? Sort { get; init; }

    /// <summary>The other way round.</summary>
    public bool Reversed { get; init; }

    internal TicketSort Order => Sort ?? (DueFirst ? TicketSort.Due : TicketSort.Accepted);

    internal IReadOnlyList<StateName>? AnyOf => State is { } one ? [one] : States is { Count: > 0 } ? States : null;
}

/// <param name="Department">The department's name.</param>
public sealed record TicketLine(
    TicketId Id, TicketNumber Number, StateName State, RequestType Type, Channel Channel, Urgency Urgency, string Title, string? Place, string? District, string? Category,
    DepartmentId? DepartmentId, string? Department, DateTimeOffset AcceptedAt, ClockName? NextClock, DateTimeOffset? NextDue, bool Overdue)
{
    /// <summary>Why it comes early; without grounds where nobody has to act any more.</summary>
    public required Risk Risk { get; init; }

    /// <summary>By which lists of open tickets are ordered; null where no clock runs or nobody has to act.</summary>
    public int? RiskScore { get; init; }

    /// <summary>What the dispatch catalogue is asked about it (<see cref="City.Catalogue.Propose(City.DispatchQuestion)"/>).</summary>
    [JsonIgnore]
    public City.DispatchQuestion Question { get; init; } = new(null, null, default); // what is left out of JSON cannot be required
}

/// <param name="Total">How many there are, as far as they were counted.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Number, int Size, long Total)
{
    /// <summary>There are more than <see cref="Total"/>: nobody leafs that far, and counting on would take long.</summary>
    public bool More { get; init; }
}
