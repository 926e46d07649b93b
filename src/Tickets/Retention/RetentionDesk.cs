using Hotline.Tickets.Auditing;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Reading;
using Npgsql;

namespace Hotline.Tickets.Retention;

/// <summary>A ticket on hold (冻结中).</summary>
public sealed record HeldTicket(TicketNumber Number, string Reason, Actor By, DateTimeOffset At);

/// <summary>What was erased (清除记录). Of a ticket one line; of short-lived rows their number.</summary>
/// <param name="What">personal-data, receipts, lookup-failures, job-runs …</param>
public sealed record ErasureLine(DateTimeOffset At, string What, TicketNumber? Number, long Rows, string Basis, Actor By);

/// <summary>Holds, and the erasure of one person's data on request (冻结、去标识化), by the number of a ticket.</summary>
public sealed class RetentionDesk
{
    private readonly NpgsqlDataSource _db;
    private readonly PersonalDataEraser _eraser;
    private readonly LegalHolds _holds;
    private readonly TicketFile _file;

    internal RetentionDesk(NpgsqlDataSource db, PersonalDataEraser eraser, LegalHolds holds, TicketFile file) => (_db, _eraser, _holds, _file) = (db, eraser, holds, file);

    /// <summary>The newest first, at most 500.</summary>
    public async Task<IReadOnlyList<HeldTicket>> HeldAsync(CancellationToken ct) => await _db.ReadAsync(
        "select t.number, h.reason, h.actor, h.at from tickets.legal_hold h join tickets.ticket t on t.id = h.ticket_id where h.ended_at is null order by h.id desc limit 500", [],
        row => new HeldTicket(row.Number(0), row.GetString(1), EventJson.Read<Actor>(row.GetString(2)), row.Time(3)), ct);

    /// <summary>The newest first.</summary>
    public async Task<Slice<ErasureLine>> ErasedAsync(int page, int size, CancellationToken ct)
    {
        var rows = await _db.ReadAsync(
            "select e.at, e.what, t.number, e.rows, e.basis, e.actor from tickets.erasure e left join tickets.ticket t on t.id = e.ticket_id order by e.at desc, e.id desc limit $1 offset $2",
            [size + 1, (page - 1) * size],
            row => new ErasureLine(row.Time(0), row.GetString(1), row.IsDBNull(2) ? null : row.Number(2), row.GetInt64(3), row.GetString(4), EventJson.Read<Actor>(row.GetString(5))), ct);
        return new([.. rows.Take(size)], page, rows.Count > size);
    }

    public Task<Decision> HoldAsync(string? number, string? reason, Actor by, CancellationToken ct) =>
        WithAsync(number, reason, async id => await _holds.HoldAsync(id, reason!, by, ct) ? new Decision.Happened() : AlreadyHeld, ct);

    public Task<Decision> ReleaseAsync(TicketNumber number, Actor by, CancellationToken ct) =>
        WithAsync(number.Digits, "-", async id => await _holds.ReleaseAsync(id, by, ct) ? new Decision.Happened() : NotHeld, ct);

    /// <summary>去标识化 at once of a closed ticket; its figures stay.</summary>
    public Task<Decision> EraseAsync(string? number, string? reason, Actor by, CancellationToken ct) => WithAsync(number, reason, async id =>
    {
        if (await _file.ReadAsync(id, by, ct) is not { ClosedAt: not null }) return StillOpen;
        return await _eraser.EraseAsync([id.Value], reason!, by, ct) == 1 ? new Decision.Happened() : NotErasable;
    }, ct);

    /// <summary>What the rules had erased elsewhere, such as recordings.</summary>
    public Task NoteAsync(string what, long rows, string basis, CancellationToken ct) => _db.ExecuteAsync(
        "insert into tickets.erasure (what, rows, basis, actor, at) values ($1, $2, $3, $4::text::jsonb, now())", [what, rows, basis, EventJson.Write(Actor.System)], ct);

    private async Task<Decision> WithAsync(string? number, string? reason, Func<TicketId, Task<Decision>> then, CancellationToken ct)
    {
        var parsed = TicketNumber.TryParse(number ?? "", out var found, out var problem);
        var errors = new FieldErrors().Required("reason", reason, 200).Check("number", parsed, problem ?? "单号不正确");
        if (errors.Decision is { } wrong) return wrong;
        return await _file.FindAsync(found, ct) is { } id ? await then(id) : new FieldErrors().Check("number", holds: false, "没有这张工单，请核对单号").Decision!;
    }

    internal static Decision.Refused AlreadyHeld { get; } = new("already-on-hold", "该工单已冻结", "The ticket is on hold already.");
    internal static Decision.Refused NotHeld { get; } = new("not-on-hold", "该工单未冻结", "The ticket is not on hold.");
    internal static Decision.Refused StillOpen { get; } = new("still-open", "工单尚未办结，仍需联系诉求人", "The ticket is still open: its requester is needed.");
    internal static Decision.Refused NotErasable { get; } = new("not-erasable", "该工单已冻结或已去标识化", "The ticket is on hold, or its person is gone already.");
}
