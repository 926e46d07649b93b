using Hotline.Tickets.City;

namespace Hotline.Tickets.Supervising;

/// <summary>督办阶梯: a mark that was reached on a clock's way and bears a level becomes an order by itself (提醒→催办→督办→专项督办→通报). Pure.</summary>
internal static class Ladder
{
    /// <param name="fired">What the clocks of the ticket have to say now, in order.</param>
    /// <returns>The same, and after each such mark its order.</returns>
    internal static IReadOnlyList<TicketEvent> Climb(IReadOnlyList<TicketEvent> fired, Ticket ticket, CityRules rules, DateTimeOffset now)
    {
        var (all, no) = (new List<TicketEvent>(fired.Count), ticket.Supervisions.Count);
        foreach (var (e, i) in fired.Select((e, i) => (e, i)))
        {
            all.Add(e);
            if (e is TicketEvent.ClockWarned warned && LevelOf(warned, fired.Take(i), ticket) is { } level)
                all.Add(Orders.Automatic(ticket, ++no, level, Words(warned, level), rules, now));
        }

        return all;
    }

    /// <summary>Of the mark that was told: as many of its clock have passed as were told before.</summary>
    private static SupervisionLevel? LevelOf(TicketEvent.ClockWarned told, IEnumerable<TicketEvent> before, Ticket ticket)
    {
        if (ticket.ClockOf(told.Clock, told.Task) is not { } clock) return null;
        var index = clock.Passed + before.Count(e => e is TicketEvent.ClockWarned w && w.Clock == told.Clock && w.Task == told.Task);
        return clock.Marks[index].Supervise;
    }

    private static string Words(TicketEvent.ClockWarned warned, SupervisionLevel level) => (warned.Clock, level) switch
    {
        (Deadlines.ClockName.Promise, _) => "承诺事项复查：请报告进展，能否按承诺日期完成",
        (_, SupervisionLevel.Reminder) => "办理时限将至，请抓紧办理并回告进展",
        (_, SupervisionLevel.Urging) => "办理时限即到，请立即办理并说明预计完成时间",
        (_, SupervisionLevel.Supervision) => "已超过办理时限，请说明原因和整改措施",
        (_, SupervisionLevel.SpecialSupervision) => "超期仍未办结，请由单位负责人提出办理方案",
        (_, SupervisionLevel.PublicNotice) => "长期超期未办结，予以通报，请书面说明情况",
        _ => $"{level.Chinese()}：请说明办理情况",
    };
}
