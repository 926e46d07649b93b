using Hotline.Tickets.City;
using Hotline.Tickets.Handling;

namespace Hotline.Tickets.Whistles;

/// <summary>到场签到: whoever was called proves by the code that only the town knows that they stand beside it.</summary>
/// <param name="CodeMac">The keyed hash of the code that was typed.</param>
internal sealed record CheckIn(int Task, string CodeMac) : ITicketCommand
{
    public Step Step => Step.CheckIn;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) => ticket.Tasks.FirstOrDefault(t => t.No == Task && t.Kind == TaskKind.Whistle) switch
    {
        null => NoSuchCall,
        var t when t.Unit != by.Department => Deciding.NotYourDepartment,
        { ArrivedAt: not null } => ArrivedBefore,
        { IsOpen: false } => CallOver,
        var t when t.CodeMac != CodeMac => WrongCode,
        _ => new TicketEvent.CheckedIn(Task, by.Department!.Value, now),
    };

    public static Decision.Refused NoSuchCall { get; } = new("no-such-call", "没有这次吹哨呼叫，请核对任务号", "There is no such whistle call. Check the number of the task.");
    public static Decision.Refused ArrivedBefore { get; } = new("arrived-before", "已签到，无需重复", "The arrival was recorded before.");
    public static Decision.Refused CallOver { get; } = new("call-over", "该呼叫已结束", "The call is over.");
    public static Decision.Refused WrongCode { get; } = new("wrong-arrival-code", "签到码不对，请向吹哨单位现场人员核对", "The arrival code is wrong. Ask the town's people on the spot.");
}
