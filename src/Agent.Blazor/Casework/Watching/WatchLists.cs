using System.Globalization;
using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Supervising;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Casework.Watching;

/// <summary>The lists of the supervision desk 督办台 and the follow-up desk 回访台, each in its own order, in words.</summary>
public sealed class WatchLists(SupervisionBoard board, Warnings warnings, FollowUpDesk followUps, TimeProvider clock, IStringLocalizer<WatchText> words, TermWords terms)
{
    internal async Task<IReadOnlyList<WatchLine>> ReadAsync(string tab, Actor me, DepartmentId? unit, CancellationToken ct) => tab switch
    {
        "to-call" => [.. (await followUps.ToCallAsync(me, now: false, ct)).Select(ToCall)],
        "to-judge" => await OrdersAsync(OrderFilter.ToJudge, unit, ct),
        "late-orders" => await OrdersAsync(OrderFilter.Overdue, unit, ct),
        "all-orders" => await OrdersAsync(OrderFilter.All, unit, ct),
        "warnings" => [.. (await warnings.ReadAsync(me, since: null, ct)).Where(w => unit is null || w.DepartmentId == unit).Select(Warning)],
        "urged" => [.. (await board.UrgedAsync(unit, ct)).Select(Urged)],
        "promises" => [.. (await board.HardCasesAsync(unit, ct)).Select(Promise)],
        "raised" => [.. (await board.RaisedAsync(unit, ct)).Select(Raised)],
        "redos" => [.. (await board.RedosAsync(unit, ct)).Select(Redo)],
        _ => await OrdersAsync(OrderFilter.Open, unit, ct),
    };

    private async Task<IReadOnlyList<WatchLine>> OrdersAsync(OrderFilter which, DepartmentId? unit, CancellationToken ct) => [.. (await board.OrdersAsync(which, unit, ct)).Select(Order)];

    private WatchLine Order(OrderLine o) => Line(
        o.Ticket, o.No, terms.Of(o.Level), o.Overdue ? Tone.Danger : o.Recognised == true ? Tone.Good : Tone.Warning,
        words[o.Automatic ? "order.automatic" : "order", o.No, o.AddresseeId is null ? terms.Of(Role.Dispatcher) : o.Addressee, TermWords.Said(o.Instruction)] + Answered(o), o.At, o.AnsweredAt is null || o.Recognised == false ? o.Due : null, o.Overdue); // once answered no time runs

    private string Answered(OrderLine o) => (o.AnsweredAt, o.Recognised) switch
    {
        (null, _) => "",
        (_, null) => words["order.answered"],
        (_, true) => words["order.recognised"],
        _ => words["order.sent-back"],
    };

    private WatchLine Urged(UrgedLine u) => Line(u.Ticket, 0, words["urged.times", u.Urges], u.Urges >= 3 ? Tone.Danger : Tone.Warning, words["urged.last"], u.LastAt, due: null);

    private WatchLine Promise(HardCaseLine h) => Line(
        h.Ticket, 0, words["promise", h.PromisedFor.InFull()], Tone.Info, h.Redos > 0 ? words["promise.redone", h.Redos] : words["promise.review"], at: null, h.NextReview, h.NextReview < clock.GetUtcNow());

    private WatchLine Raised(RaisedLine r) => Line(r.Ticket, 0, words["raised.level", r.Ticket.Level, words["raised." + r.Ticket.Level.ToString(CultureInfo.InvariantCulture)]], Tone.Danger, TermWords.Said(r.Reason), r.At, due: null);

    private WatchLine Redo(RedoLine r) => Line(r.Ticket, 0, words["redo.times", r.Redos], r.Redos > 1 ? Tone.Danger : Tone.Warning, r.Words is { Length: > 0 } said ? words["redo.said", said] : words["redo.nothing-said"], r.At, due: null);

    private WatchLine Warning(WarningLine w) => new(
        $"{w.Number}-{w.Clock}-{w.Task}", w.Number, null, null, w.Department, terms.Of(w.Clock), w.OverdueAt is null ? Tone.Warning : Tone.Danger, words[w.OverdueAt is null ? "warning" : "warning.over"],
        w.OverdueAt ?? w.WarnedAt, w.DueAt, w.DueAt < clock.GetUtcNow());

    private WatchLine ToCall(FollowUpLine f) => new(
        f.Number.Digits, f.Number, f.Title, null, f.Unit, words["call.risk", f.Risk], f.Risk >= 40 ? Tone.Danger : f.Risk > 0 ? Tone.Warning : Tone.Plain,
        words[f.CallNow ? "call.now" : "call.later", string.Join(words["comma"], f.Grounds.Select(g => terms.Of(g))), f.Tries], f.NextTry, f.Due, f.Due < clock.GetUtcNow());

    private static WatchLine Line(WatchedTicket t, int no, string mark, Tone tone, string what, DateTimeOffset? at, DateTimeOffset? due, bool overdue = false) =>
        new($"{t.Number}-{no}", t.Number, t.Title, t.State, t.Department, mark, tone, what, at, due, overdue);
}
