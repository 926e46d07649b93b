using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Supervising;

/// <summary>How a supervision order (督办单) comes about: numbered in the ticket, with a clock of its own for the answer.</summary>
internal static class Orders
{
    /// <param name="no">Its number, from 1.</param>
    /// <param name="within">Null for the city's usual limit of an answer.</param>
    internal static TicketEvent.Supervised Issue(
        Ticket ticket, int no, SupervisionLevel level, string instruction, DepartmentId? addressee, Limit? within, bool automatic, Actor by, CityRules rules, DateTimeOffset now)
    {
        var clock = Answering(ticket, no, within, rules, now);
        return new(new SupervisionOrder(no, level, instruction, addressee, now, clock.DueAt, automatic, by.Id)) { Started = [clock] };
    }

    /// <summary>By itself, to whoever holds the matter.</summary>
    internal static TicketEvent.Supervised Automatic(Ticket ticket, int no, SupervisionLevel level, string instruction, CityRules rules, DateTimeOffset now) =>
        Issue(ticket, no, level, instruction, ticket.State.Responsible, within: null, automatic: true, Actor.System, rules, now);

    internal static Clock Answering(Ticket ticket, int no, Limit? within, CityRules rules, DateTimeOffset now) =>
        within is null ? rules.Start(ClockName.Supervision, ticket.Facts, now, task: no) : rules.Within(ClockName.Supervision, within, now, no);

    internal static FieldErrors CheckLimit(FieldErrors errors, int? value, LimitUnit? unit) => errors
        .Check("value", value is null or > 0, "应为正整数")
        .Check("value", value is null || value <= (unit == LimitUnit.Minutes ? 1440 : 60), "最多 60 个工作日（工作小时），或 1440 分钟");

    /// <summary>Working days where no unit is given.</summary>
    internal static Limit? LimitOf(int? value, LimitUnit? unit) => value is { } v ? new Limit(v, unit ?? LimitUnit.WorkingDays) : null;
}
