using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;

namespace Hotline.Tickets.Merging;

/// <summary>拆单: the part of a ticket that is another matter, such as the report in a text that also complains.</summary>
/// <param name="Confidential">When nothing is said a report (举报) is, and what was cut off a confidential ticket stays so.</param>
public sealed record SplitPart(
    RequestType? Type, string? Title, string? Text, string? Place = null, string? District = null, string? Category = null, Urgency? Urgency = null, bool? Confidential = null,
    IReadOnlyList<string>? Demands = null, string? Reason = null);

/// <summary>
/// Makes two tickets of one that holds two matters: the second has its own number, query code, clocks and handling, and the caller
/// of the first. The caller's data go from one seal to the other; that they were opened stands in the view ledger.
/// </summary>
public sealed class SplitDesk
{
    private readonly TicketStore _store;
    private readonly Reception _reception;
    private readonly RequesterFile _requesters;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;

    internal SplitDesk(TicketStore store, Reception reception, RequesterFile requesters, CityRules rules, TimeProvider clock) =>
        (_store, _reception, _requesters, _rules, _clock) = (store, reception, requesters, rules, clock);

    /// <returns>The receipt of the second ticket, whose query code is told this once; or why not.</returns>
    /// <exception cref="InvalidRequestException">Names the fields and the fix.</exception>
    public Task<(Receipt? Receipt, Decision? Why)> SplitAsync(TicketId id, SplitPart part, Actor by, CancellationToken ct) => SplitAsync(id, part, by, once: null, ct);

    /// <summary>The same, but a repetition with the same key gets the first receipt and splits nothing again.</summary>
    /// <exception cref="InvalidRequestException">Also when the key was used for something else.</exception>
    public async Task<(Receipt? Receipt, Decision? Why)> SplitOnceAsync(string? key, TicketId id, SplitPart part, Actor by, CancellationToken ct)
    {
        Decision? why = null;
        var receipt = await _reception.Once.DoAsync(key, new { id, part }, by, async once =>
        {
            (var made, why) = await SplitAsync(id, part, by, once, ct);
            return made;
        }, ct);
        return (receipt, why);
    }

    private async Task<(Receipt? Receipt, Decision? Why)> SplitAsync(TicketId id, SplitPart part, Actor by, Once? once, CancellationToken ct)
    {
        if (by.Role is not (Role.Dispatcher or Role.Supervisor)) return (null, NotYourRole);
        if (new FieldErrors().Required("reason", part.Reason, 500).Decision is { } invalid) return (null, invalid);
        if (await _store.LoadAsync(id, ct) is not { } stored) return (null, Deciding.UnknownTicket);
        if (stored.Ticket.MergedInto is not null) return (null, Transitions.FollowsMaster);
        if (!stored.Ticket.State.IsOpen || stored.Ticket.Facts.Kind == TicketKind.Whistle) return (null, NotOpen);

        var now = _clock.Now();
        var rules = _rules.At(now);
        Request Of(Requester? requester) => Second(part, stored.Ticket.Facts) with
        {
            RequesterName = requester?.Name, Phone = requester?.Phone, Mail = requester?.Mail, WeChat = requester?.WeChat, Language = requester?.Language,
        };
        if (AcceptTicket.Wrong(Of(null), rules) is { Count: > 0 } wrong) throw new InvalidRequestException(wrong); // before anything is opened

        var request = Of(await _requesters.OpenAsync(id, by, "拆单：诉求人随新单", ct));
        var receipt = await _reception.AcceptWithAsync(request, by, rules, now, r => [RelationLog.Line([r.Id], RelationKind.Split, id, part.Reason!, after: null, by, now), .. Onces.Row(once, r, now)], ct);
        return (receipt, null);
    }

    private static Request Second(SplitPart part, RequestFacts first) => new()
    {
        Type = part.Type, Title = part.Title, Text = part.Text, Place = part.Place ?? first.Place, District = part.District ?? first.District, Category = part.Category,
        Urgency = part.Urgency ?? first.Urgency, Confidential = part.Confidential ?? (first.Confidential || part.Type == RequestType.Report), Demands = part.Demands,
        Channel = first.Channel, WantsReply = first.WantsReply, CallId = first.CallId, Line = first.Line, Town = first.Town, Grid = first.Grid, At = first.At, Company = first.Company,
    };

    public static Decision.Refused NotOpen { get; } = new("split-not-open", "只有在办的诉求工单可以拆单", "Only an open request can be split.");

    internal static Decision.Refused NotYourRole { get; } = new("not-your-role", "拆单由派单员或值班长办理", "Tickets are split by dispatchers and shift leaders.");
}
