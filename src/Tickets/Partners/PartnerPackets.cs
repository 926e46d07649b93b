namespace Hotline.Tickets.Partners;

/// <summary>事项: a ticket that goes to a partner without a call (系统推送). The list of what travels is closed.</summary>
/// <param name="Kind">case</param>
internal sealed record CasePacket(
    string Kind, string Correlation, DateTimeOffset At, string Title, string Text, string? Place, GeoPoint? Point, string? Name, string? Phone, bool Urgent, bool Confidential, string Reason);

/// <summary>办理结果: back to the sender of a case, under its own number.</summary>
/// <param name="Kind">outcome</param>
/// <param name="Correlation">警单号</param>
/// <param name="Step">Counts what was told of this case: a repetition has the same.</param>
/// <param name="State">accepted, refused or returned.</param>
/// <param name="Code">What happened to the ticket, as its event's kind.</param>
/// <param name="Final">Nothing follows, unless the matter is taken up again.</param>
internal sealed record OutcomePacket(string Kind, string Correlation, int Step, DateTimeOffset At, string Ticket, ExchangeState State, string Code, string? Text, bool Final);
