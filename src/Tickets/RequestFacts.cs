using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets;

/// <summary>诉求类型, the six of most cities (DB12/T 1438-2025).</summary>
[JsonConverter(typeof(KebabJson<RequestType>))]
public enum RequestType
{
    [Description("咨询")] Consultation,
    [Description("求助")] Help,
    [Description("投诉")] Complaint,
    [Description("举报")] Report,
    [Description("建议")] Suggestion,
    [Description("表扬")] Praise,
}

/// <summary>紧急程度</summary>
[JsonConverter(typeof(KebabJson<Urgency>))]
public enum Urgency
{
    [Description("一般")] Normal,
    [Description("紧急")] Urgent,
    [Description("特急")] Critical,
}

/// <summary>渠道</summary>
[JsonConverter(typeof(KebabJson<Channel>))]
public enum Channel
{
    [Description("电话")] Phone,
    [Description("网站")] Web,
    [Description("微信")] WeChat,
    [Description("APP")] App,
    [Description("短信")] Sms,
    [Description("邮件")] Mail,
    [Description("110推送")] Police,
    [Description("上级派发")] Superior,
    [Description("网格上报")] Grid,
    [Description("系统")] System,
}

/// <summary>工单性质</summary>
[JsonConverter(typeof(KebabJson<TicketKind>))]
public enum TicketKind
{
    [Description("诉求")] Request,
    [Description("吹哨")] Whistle,
}

/// <summary>A point of the map (坐标), WGS 84 degrees.</summary>
public sealed record GeoPoint(double Longitude, double Latitude);

/// <summary>企业</summary>
/// <param name="CreditCode">统一社会信用代码, 18 characters (GB 32100-2015).</param>
public sealed record Company(string CreditCode, string Name);

/// <summary>What was asked (诉求内容). No name and no number of the requester: those live apart, encrypted.</summary>
/// <param name="Place">As the citizen says it, such as 金水路18号.</param>
/// <param name="District">Code of a district of the city profile.</param>
/// <param name="Category">Code of a category of the city profile.</param>
/// <param name="Confidential">保密: the requester's data are not to be shown without an entry in the view ledger.</param>
/// <param name="WantsReply">要求回复</param>
/// <param name="CallId">The call this came by, if any.</param>
public sealed record RequestFacts(
    RequestType Type, Channel Channel, string Title, string Text, string? Place, string? District, string? Category,
    Urgency Urgency, bool Confidential, bool WantsReply, string? CallId)
{
    public TicketKind Kind { get; init; }

    /// <summary>Code of the line that was called (热线).</summary>
    public string? Line { get; init; }

    /// <summary>镇街</summary>
    public string? Town { get; init; }

    /// <summary>网格</summary>
    public string? Grid { get; init; }

    public GeoPoint? At { get; init; }

    public Company? Company { get; init; }

    /// <summary>不得公开: shown on no public board or map, such as what comes by the enterprise line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NeverPublic { get; init; }

    /// <summary>诉求要点, numbered from 1; empty where the whole text is the one point.</summary>
    public IReadOnlyList<string> Demands { get; init; } = [];

    /// <summary>法定时限: code of the law's clock that holds for this matter.</summary>
    public string? Statutory { get; init; }
}
