using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.Invitations;

namespace Hotline.Tickets.Delivery;

/// <summary>What the citizen is told (告知事项); the texts are in letters.json.</summary>
[JsonConverter(typeof(KebabJson<LetterKind>))]
public enum LetterKind
{
    [Description("受理告知")] Accepted,
    [Description("转办告知")] Dispatched,
    [Description("未联系上告知")] ContactFailed,
    [Description("承办单位短信")] UnitMessage,
    [Description("补充信息告知")] InformationRequested,
    [Description("延期告知")] Extended,
    [Description("挂起告知")] Suspended,
    [Description("恢复办理告知")] Resumed,
    [Description("办理答复")] Replied,
    [Description("答复更正")] Corrected,
    [Description("重办告知")] Redo,
    [Description("办结告知")] Closed,
    [Description("办结与重办告知")] MayReopen,
    [Description("并单告知")] Merged,
    [Description("不予受理告知")] NotAccepted,
}

/// <summary>送达渠道. The web is always there: it is the page that number and query code open.</summary>
[JsonConverter(typeof(KebabJson<DeliveryChannel>))]
public enum DeliveryChannel
{
    [Description("网页")] Web,
    [Description("短信")] Sms,
    [Description("邮件")] Mail,
    [Description("微信")] WeChat,
}

/// <summary>送达状态: queued, handed to the channel, known to have arrived, or given up.</summary>
[JsonConverter(typeof(KebabJson<DeliveryState>))]
public enum DeliveryState
{
    [Description("待发送")] Queued,
    [Description("已发送")] Sent,
    [Description("已送达")] Delivered,
    [Description("发送失败")] Failed,
}

/// <summary>A letter to be written.</summary>
/// <param name="Cause">What it comes from, such as event:7; a second one of the same cause and kind is never written.</param>
/// <param name="Reply">Which version of the reply it tells, from 1; null for other letters.</param>
/// <param name="Values">For the places of the text, such as unit or reason.</param>
public sealed record NewLetter(TicketId Ticket, string Cause, LetterKind Kind, IReadOnlyDictionary<string, string?> Values, DateTimeOffset At, int? Reply = null)
{
    /// <summary>办结轮次 the letter is about; null for the ticket's present one.</summary>
    public int? Closing { get; init; }

    /// <summary>What its link may be used for: a survey's letter can also be answered by a message. Null for letters without a link.</summary>
    public InvitationPurpose? Invites => Kind switch { LetterKind.Replied => InvitationPurpose.Survey, LetterKind.MayReopen => InvitationPurpose.Reopen, _ => null };
}

/// <summary>A letter's text, as it leaves.</summary>
/// <param name="Brief">For a phone's screen.</param>
/// <param name="Full">For the page and, unless the matter is confidential, for mail.</param>
/// <param name="Confidential">Nothing of the matter goes into a mailbox: the mail says where it can be read.</param>
public sealed record LetterText(string Subject, string Brief, string Full, bool Confidential = false)
{
    /// <summary>What goes out on a channel.</summary>
    internal string On(DeliveryChannel channel) => channel == DeliveryChannel.Mail && !Confidential ? Full : Brief;
}
