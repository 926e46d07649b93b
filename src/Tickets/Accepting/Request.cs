using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Accepting;

/// <summary>What an agent or a citizen's web form hands in (诉求). Every field may be missing: the reception says which are needed.</summary>
public sealed record Request : ICitesArticles
{
    public RequestType? Type { get; init; }

    public Channel Channel { get; init; } = Channel.Phone;

    /// <summary>标题, at most 60 characters.</summary>
    public string? Title { get; init; }

    /// <summary>诉求内容, at most 2000 characters.</summary>
    public string? Text { get; init; }

    public string? Place { get; init; }

    /// <summary>Code of a district.</summary>
    public string? District { get; init; }

    /// <summary>Code of a category, of either level.</summary>
    public string? Category { get; init; }

    public Urgency Urgency { get; init; }

    /// <summary>保密; when nothing is said a report (举报) is.</summary>
    public bool? Confidential { get; init; }

    public bool WantsReply { get; init; } = true;

    /// <summary>诉求人姓名; none for an anonymous request.</summary>
    public string? RequesterName { get; init; }

    /// <summary>联系电话: digits, may begin with +.</summary>
    public string? Phone { get; init; }

    /// <summary>电子邮箱, for letters.</summary>
    public string? Mail { get; init; }

    /// <summary>微信, the openid of the city's account, for letters.</summary>
    public string? WeChat { get; init; }

    /// <summary>Of letters: zh, the default, or en.</summary>
    public string? Language { get; init; }

    public string? CallId { get; init; }

    /// <summary>重复件: number of the ticket it repeats, where the caller was told of it and insists.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>Why there is a new ticket all the same, at most 500 characters.</summary>
    public string? DuplicateReason { get; init; }

    /// <summary>直接答复: given, the ticket is answered on the spot.</summary>
    public string? Answer { get; init; }

    /// <summary>引用的知识条目 of the answer.</summary>
    public IReadOnlyList<Citation>? Citations { get; init; }

    /// <summary>不予受理: given, the ticket ends with this ground and the lawful path that belongs to it.</summary>
    public NotAccept? NotAccepted { get; init; }

    public TicketKind Kind { get; init; }

    /// <summary>Code of the line that was called.</summary>
    public string? Line { get; init; }

    /// <summary>镇街</summary>
    public string? Town { get; init; }

    /// <summary>网格</summary>
    public string? Grid { get; init; }

    /// <summary>坐标, WGS 84 degrees.</summary>
    public GeoPoint? At { get; init; }

    public Company? Company { get; init; }

    /// <summary>不得公开: decided by company and line, not by who writes.</summary>
    internal bool NeverPublic { get; init; }

    /// <summary>诉求要点: what is asked, point by point, at most 20 of 200 characters.</summary>
    public IReadOnlyList<string>? Demands { get; init; }

    /// <summary>转110的原因: given, the ticket goes to 110 at once, whatever else is missing.</summary>
    public string? Police { get; init; }
}
