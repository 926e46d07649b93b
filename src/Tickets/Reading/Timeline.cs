using System.Globalization;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.FollowingUp;

namespace Hotline.Tickets.Reading;

/// <summary>What happened, in the words a page shows (办理过程).</summary>
internal static class Timeline
{
    internal static TimelineLine Line(RecordedEvent recorded, CityRules rules)
    {
        var (title, detail) = Words(recorded.Event, rules);
        return new(recorded.Version, recorded.At, recorded.Event.Kind(), title, detail, recorded.By.Name, recorded.By.Role, recorded.RulesVersion);
    }

    private static (string Title, string? Detail) Words(TicketEvent happened, CityRules rules) => happened switch
    {
        TicketEvent.Accepted e => ("受理", $"{e.Facts.Channel.Chinese()}{e.Facts.Type.Chinese()}"),
        TicketEvent.AnsweredOnTheSpot e => ("直接答复办结", e.Answer),
        TicketEvent.Dispatched e => ("派单", $"{(e.Before is { } from ? $"{rules.NameOf(from)} → " : "")}{rules.NameOf(e.To)}{With(e.Reason)}"),
        TicketEvent.SignedFor e => ("签收", rules.NameOf(e.By)),
        TicketEvent.Contacted { Contact: { Reached: true } c } => ("先行联系", $"已联系 {c.Person}：{c.Content}"),
        TicketEvent.Contacted { Contact: var c } => ("先行联系", $"未联系上：{c.WhyNot?.Chinese()}{With(c.Content)}"),
        TicketEvent.Returned e => ("退单", $"{e.Code.Chinese()}：{e.Reason}{(e.Suggested is { } to ? $"，建议 {rules.NameOf(to)}" : "")}"),
        TicketEvent.Replied e => ("答复", $"{e.Reply.Finding.Chinese()}，{e.Reply.Result.Chinese()}"),
        TicketEvent.Approved e => ("审核通过", e.Before is null ? null : "审核员修改了答复口径"),
        TicketEvent.SentBack e => ("审核退回", e.Reason),
        TicketEvent.FollowedUp { Answer.Reached: false } e => ("回访", $"未接通{With(e.Answer.Comment)}"),
        TicketEvent.FollowedUp e => ("回访", $"{Said(e.Answer.Solved, e.Answer.Satisfaction)}{With(e.Answer.Comment)}{Then(e.Outcome)}"),
        TicketEvent.Rated e => ("市民评价", $"{Said(e.Solved, e.Satisfaction)}{With(e.Comment)}{Then(e.Outcome)}"),
        TicketEvent.TransferredToPolice e => ("转110", e.Reason),
        TicketEvent.PoliceResultRecorded e => ("110办理结果", e.Result),
        TicketEvent.ClockWarned e => ("临期提醒", $"{e.Clock.Chinese()}时限 {At(e.Due)}"),
        TicketEvent.ClockOverdue e => ("超期", $"{e.Clock.Chinese()}时限 {At(e.Due)}"),
        _ => throw new InvalidOperationException($"{happened.GetType().Name} has no words."),
    };

    private static string At(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Said(bool? solved, Satisfaction satisfaction) => $"{(solved is true ? "已解决" : "未解决")}，{satisfaction.Chinese()}";

    private static string With(string? text) => string.IsNullOrWhiteSpace(text) ? "" : $"，{text}";

    private static string Then(FollowUpOutcome outcome) => outcome == FollowUpOutcome.Redo ? "，退回重办" : "";
}
