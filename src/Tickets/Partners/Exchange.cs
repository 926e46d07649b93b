using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Partners;

/// <summary>往来方向, seen from 12345.</summary>
[JsonConverter(typeof(KebabJson<ExchangeDirection>))]
public enum ExchangeDirection
{
    [Description("发出")] Out,
    [Description("收到")] In,
}

/// <summary>往来种类</summary>
[JsonConverter(typeof(KebabJson<ExchangeKind>))]
public enum ExchangeKind
{
    /// <summary>What goes before the voice.</summary>
    [Description("随转信息")] Call,
    [Description("事项")] Case,
    /// <summary>What became of a case that the other side handed over.</summary>
    [Description("办理结果")] Outcome,
}

/// <summary>往来状态</summary>
[JsonConverter(typeof(KebabJson<ExchangeState>))]
public enum ExchangeState
{
    /// <summary>No receipt yet.</summary>
    [Description("已发出")] Offered,
    [Description("已回执")] Acked,
    [Description("已签收")] Accepted,
    [Description("已退回")] Refused,
    /// <summary>The outcome is back with the sender.</summary>
    [Description("已反馈")] Returned,
}

/// <summary>One line of the ledger (两线联动台账); the packet itself stays sealed.</summary>
/// <param name="Correlation">The sender's number: 警单号 of what came in, call or ticket of what went out.</param>
/// <param name="DueAt">签收时限 of what came in.</param>
/// <param name="Failure">Of the last try: a status or the kind of error.</param>
/// <param name="Held">What it tells of was old when it was written: it goes when somebody releases it (补发).</param>
public sealed record Exchange(
    long Id, string Partner, ExchangeDirection Direction, ExchangeKind Kind, string Correlation, ExchangeState State, bool Urgent, TicketNumber? Ticket, string? Title, StateName? TicketState,
    DateTimeOffset OfferedAt, DateTimeOffset? AckedAt, DateTimeOffset? AnsweredAt, DateTimeOffset? ReturnedAt, DateTimeOffset? DueAt, string? Reason, int Tries, string? Failure, bool Held);

/// <summary>Which lines to read.</summary>
public enum ExchangeList
{
    /// <summary>待签收: came in, nobody took it yet; what is due first on top.</summary>
    ToSign,
    /// <summary>未回执: went out, no receipt.</summary>
    Unacked,
    /// <summary>被退回: the partner refused what we sent.</summary>
    Refused,
    /// <summary>全部往来, the newest first.</summary>
    All,
}

/// <summary>数据链路</summary>
/// <param name="Up">Null before the first try: nothing is known.</param>
/// <param name="Way">http, file where no endpoint is set, or none where the settings no longer name the line but packets wait for it.</param>
/// <param name="Waiting">Packets without a receipt.</param>
/// <param name="Late">Of these, those that have waited too long (未回执报警).</param>
public sealed record PartnerLink(
    string Id, string Name, string Way, bool? Up, DateTimeOffset? Since, string? Failure, int Waiting, int Late, IReadOnlyList<DutyDesk> Roster)
{
    /// <summary>Only the voice gets through: what is handed over is queued and goes as soon as the link is back.</summary>
    public bool VoiceOnly => Up == false;
}
