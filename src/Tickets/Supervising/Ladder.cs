using Hotline.Tickets.City;

namespace Hotline.Tickets.Supervising;

/// <summary>督办阶梯: a mark that was reached on a clock's way and bears a level becomes an order by itself (提醒→催办→督办→专项督办→通报). Pure.</summary>
internal static class Ladder
{
    internal static TicketEvent.Supervised Step(Deadlines.ClockName clock, SupervisionLevel level, Ticket ticket, CityRules rules, DateTimeOffset now) =>
        Orders.Automatic(ticket, ticket.Supervisions.Count + 1, level, Words(clock, level), rules, now);

    private static string Words(Deadlines.ClockName clock, SupervisionLevel level) => (clock, level) switch
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
