using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Handling;

/// <summary>共享查看: another unit sees the matter, without the person and until a day; responsibility stays where it is.</summary>
public sealed record ShareTicket(DepartmentId Unit, DateTimeOffset? Until, bool MayComment = false) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Share;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) => new FieldErrors()
            .Check("unit", rules.Knows(Unit) && Unit != ticket.State.Responsible, "承办单位代码不存在，或就是主办单位")
            .Check("until", Until > now && Until <= now.AddDays(180), "必填，应在今后 180 天之内")
            .Decision
        ?? new TicketEvent.Shared(new Share(Unit, MayComment, Until!.Value.ToUniversalTime()));
}

/// <summary>备注: for colleagues; there is no way from here to the citizen.</summary>
public sealed record NoteTicket(string? Text) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Note;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("text", Text, 1000).Decision ?? new TicketEvent.Noted(Text!);
}

/// <summary>阶段反馈: how far the matter is, and when there will be more.</summary>
/// <param name="Next">The day of the next report.</param>
public sealed record ReportProgress(string? Text, DateOnly? Next = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.ReportProgress;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) => new FieldErrors()
            .Required("text", Text, 1000).Check("next", Next is null || Next > rules.DayOf(now), "应晚于今天")
            .Decision
        ?? new TicketEvent.ProgressReported(by.Department!.Value, Text!, Next) { Started = Next is { } day ? [CityRules.Until(ClockName.StageFeedback, now, rules.StartOf(day.AddDays(1)))] : null };
}
