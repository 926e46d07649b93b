using System.Globalization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Delivery;

namespace Hotline.Tickets.Notices;

/// <summary>预警短信: what a message says. Numbers, clocks and times; of the matter and of people nothing. Pure.</summary>
internal static class NoticeWords
{
    private const int Listed = 10;

    internal sealed record Line(TicketNumber Number, ClockName Clock, DateTimeOffset Due, Card? Card, bool Overdue);

    internal static LetterText AtOnce(IReadOnlyList<Line> lines, CityRules rules) => Text(
        "预警通知", $"【12345预警】{List(lines, rules)}。请登录处理，{rules.Handling.Notices.Silence}内无人处理将报上一级。");

    internal static LetterText Raised(IReadOnlyList<Line> lines, IReadOnlyList<Receiver> below, CityRules rules) => Text(
        "预警升级通知", $"【12345预警升级】{string.Join("、", below.Take(3).Select(r => Name(r, rules)))}{(below.Count > 3 ? "等" : "")}未回应：{List(lines, rules)}。请督促处理。");

    internal static LetterText Digest(IReadOnlyList<Line> lines, DateOnly day, CityRules rules) => Text(
        "每日预警摘要", string.Create(CultureInfo.InvariantCulture, $"【12345每日预警】{day.Month}月{day.Day}日 共{lines.Count}件，其中超期{lines.Count(l => l.Overdue)}件：{List(lines, rules)}。"));

    private static LetterText Text(string subject, string text) => new(subject, text, text);

    private static string List(IReadOnlyList<Line> lines, CityRules rules) =>
        string.Join("；", lines.Take(Listed).Select(l => $"工单{l.Number}{l.Clock.Chinese()}时限{Letters.Time(l.Due, rules)}{Mark(l)}")) + (lines.Count > Listed ? $"；等共{lines.Count}件" : "");

    private static string Name(Receiver who, CityRules rules) => $"{(who.Unit.Length == 0 ? "" : rules.NameOf(new DepartmentId(who.Unit)))}{who.Role.Chinese()}";

    private static string Mark(Line line) => line.Overdue ? "（已超期）" : line.Card is { } card ? $"（{card.Chinese()}）" : "";
}
