using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Handling;

namespace Hotline.Tickets.Whistles;

/// <summary>评价响应: the town rates how the unit came and helped. Once; never changed.</summary>
public sealed record RateResponse(int Task, int Grade, string? Comment = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.RateResponse;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        WhistleRatings.Refused(WhistleRatings.Find(ticket, Task), t => t.ResponseRating) ?? WhistleRatings.Wrong(Grade, Comment) ?? new TicketEvent.ResponseRated(Task, Grade, Comment);
}

/// <summary>评价吹哨: the unit rates whether it was rightly called. Once; never changed.</summary>
public sealed record RateCall(int Task, int Grade, string? Comment = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.RateCall;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var task = WhistleRatings.Find(ticket, Task);
        if (task is not null && task.Unit != by.Department) return Deciding.NotYourDepartment;
        return WhistleRatings.Refused(task, t => t.CallRating) ?? WhistleRatings.Wrong(Grade, Comment) ?? new TicketEvent.CallRated(Task, Grade, Comment);
    }
}

internal static class WhistleRatings
{
    internal static CoTask? Find(Ticket ticket, int task) => ticket.Tasks.FirstOrDefault(t => t.No == task && t.Kind == TaskKind.Whistle);

    internal static Decision? Refused(CoTask? task, Func<CoTask, WhistleRating?> given) => task switch
    {
        null => CheckIn.NoSuchCall,
        { IsOpen: true } => NotOver,
        _ when given(task) is not null => RatedBefore,
        _ => null,
    };

    /// <summary>A low grade needs its reason.</summary>
    internal static Decision? Wrong(int grade, string? comment) => new FieldErrors()
        .Check("grade", grade is >= 1 and <= 5, "评分为 1 到 5 的整数，5 为最好")
        .Check("comment", grade > 2 || !string.IsNullOrWhiteSpace(comment), "1 分和 2 分须说明理由")
        .Longest("comment", comment, 500).Decision;

    internal static Decision.Refused NotOver { get; } = new("call-not-over", "该呼叫尚未办结，办结后再评价", "The call is not over; rate it when it is.");
    internal static Decision.Refused RatedBefore { get; } = new("rated-before", "已评价，评价不可更改", "It has been rated, and a rating is never changed.");
}
