using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Outbound;

/// <summary>Why no call is placed.</summary>
internal static class OutboundRefusals
{
    internal static CallRefusal NoGateway { get; } = new(
        "no-outbound-gateway", "尚未配置外呼线路", "No outgoing line is configured: set Telephony:OutboundTrunk to the name of a trunk, or Telephony:OutboundGateway to host:port.");

    internal static CallRefusal SeatBusy { get; } = new("seat-busy", "您未签入，或正在振铃或通话中", "You are not signed in, or have a call: sign in or end it first.");

    internal static CallRefusal TooMany { get; } = new("too-many-calls", "一小时内外呼次数已达上限，请稍后再拨", "You have placed as many calls as one hour allows.");

    internal static CallRefusal NoPort { get; } = new("no-capacity", "线路已满，请稍后再拨", "No line is free: try again in a moment.");

    internal static CallRefusal NoTickets { get; } = new("no-ticket-numbers", "本系统未接入工单，请直接填写号码", "Numbers of tickets are not known here: give the number.");

    internal static CallRefusal NoSuchTicket { get; } = new("no-such-ticket", "没有这张工单", "There is no such ticket.");

    internal static CallRefusal NotYours { get; } = new("not-your-ticket", "该工单不在您单位办理，不能联系诉求人", "The ticket is not yours to handle.");

    internal static CallRefusal NotLeft { get; } = new("no-number-left", "诉求人未留电话号码", "The citizen left no number.");
}
