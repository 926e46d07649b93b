using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City.Versions;

/// <summary>规则预演报告: what a draft would have changed, had it held when the tickets of a period came in, and what it will move when published.</summary>
/// <param name="From">Tickets accepted from here on; null for all.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Dues">Due times of clocks that were started.</param>
/// <param name="Moves">Running clocks that move when it is published with that wish.</param>
public sealed record RehearsalReport(
    string Draft, string Against, DateTimeOffset? From, DateTimeOffset? To, int Tickets, int Clocks, double Seconds,
    Differences<DueDifference> Dues, Differences<ProposalDifference> Proposals, Differences<RefusalDifference> Refusals, Differences<ClockMove> Moves);

/// <param name="Count">All of them.</param>
/// <param name="Tickets">Numbers of the tickets concerned, at most 10,000, in order.</param>
/// <param name="By">How many of each kind.</param>
/// <param name="First">The first of them, at most 100.</param>
public sealed record Differences<T>(int Count, IReadOnlyList<TicketNumber> Tickets, IReadOnlyDictionary<string, int> By, IReadOnlyList<T> First);

/// <param name="Was">As the ticket has it.</param>
/// <param name="Would">As the draft would have counted, with the ticket's own pauses and extensions.</param>
public sealed record DueDifference(TicketNumber Ticket, ClockName Clock, int? Task, DateTimeOffset StartedAt, DateTimeOffset Was, DateTimeOffset Would);

/// <summary>派单建议</summary>
/// <param name="Was">Null where nothing was proposed.</param>
public sealed record ProposalDifference(TicketNumber Ticket, DateTimeOffset At, DepartmentId? Was, DepartmentId? Would, DepartmentId DispatchedTo);

/// <summary>A step that was taken and would have been refused, or led elsewhere.</summary>
/// <param name="Code">Of the refusal, such as grassroots-protected.</param>
public sealed record RefusalDifference(TicketNumber Ticket, DateTimeOffset At, Step Step, string Code);

public sealed record ClockMove(TicketNumber Ticket, ClockName Clock, int? Task, DateTimeOffset Was, DateTimeOffset Becomes);

/// <summary>Collects differences: all are counted, the first are kept.</summary>
internal sealed class Tally<T>(Func<T, TicketNumber> ticket, Func<T, string> kind)
{
    private const int MostTickets = 10_000, MostShown = 100;

    private readonly SortedSet<string> _tickets = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _by = new(StringComparer.Ordinal);
    private readonly List<T> _first = [];
    private int _count;

    internal void Add(T found)
    {
        _count++;
        if (_tickets.Count < MostTickets) _tickets.Add(ticket(found).Digits);
        _by[kind(found)] = _by.GetValueOrDefault(kind(found)) + 1;
        if (_first.Count < MostShown) _first.Add(found);
    }

    internal Differences<T> Sum() => new(_count, [.. _tickets.Select(t => TicketNumber.Parse(t, null))], _by, _first);
}
