using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Merging;

/// <summary>What became of a wish to merge or unmerge.</summary>
public abstract record MergeOutcome
{
    private MergeOutcome() { }

    /// <param name="Merged">They follow the master now, those that did before among them.</param>
    /// <param name="Linked">They had their answer already and are only shown beside the master.</param>
    public sealed record Done(IReadOnlyList<TicketNumber> Merged, IReadOnlyList<TicketNumber> Linked) : MergeOutcome;

    /// <param name="Why">Refused or invalid; nothing was changed.</param>
    public sealed record Not(Decision Why) : MergeOutcome;
}

/// <summary>
/// 并单: tickets follow a master, which alone is handled. A relation beside the tickets and never a move: not one event, clock or
/// field of a member changes, so that unmerging gives back exactly what was merged.
/// </summary>
public sealed class MergeDesk(NpgsqlDataSource db, TimeProvider clock)
{
    private static readonly Role[] Mergers = [Role.Dispatcher, Role.Supervisor];

    /// <summary>Dispatchers and supervisors merge; what an agent asks for is kept as a proposal. At most 5,000 members.</summary>
    public async Task<MergeOutcome> MergeAsync(TicketId master, IReadOnlyCollection<TicketId> members, string? reason, Actor by, CancellationToken ct)
    {
        if (Wrong(reason).Check("members", members.Count is > 0 and <= MergePlan.Most, $"应为 1 到 {MergePlan.Most} 个工单").Decision is { } invalid) return new MergeOutcome.Not(invalid);
        if (by.Role != Role.Agent && !Mergers.Contains(by.Role)) return new MergeOutcome.Not(NotYourRole(by));
        return await MergeCheckedAsync(master, members, reason!, by, ct);
    }

    /// <summary>我也一样: a citizen's own new ticket follows the one of the same matter that they were shown and chose.</summary>
    internal Task<MergeOutcome> JoinAsync(TicketId master, TicketId member, CancellationToken ct) => MergeCheckedAsync(master, [member], "诉求人确认为同一事项（网上反映）", Actor.Citizen, ct);

    private async Task<MergeOutcome> MergeCheckedAsync(TicketId master, IReadOnlyCollection<TicketId> members, string reason, Actor by, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var parties = await RelationLog.LockAsync(connection, [.. members.Append(master).Distinct()], ct);
        if (!parties.TryGetValue(master, out var leader) || !members.All(parties.ContainsKey)) return new MergeOutcome.Not(Deciding.UnknownTicket);

        var (plan, why) = MergePlan.Of(leader, [.. members.Distinct().Select(m => parties[m])]);
        if (plan is null) return new MergeOutcome.Not(why!);
        await RelationLog.RunAsync(connection, Commands(plan, leader, reason, by), ct);
        await transaction.CommitAsync(ct);
        return new MergeOutcome.Done(Numbers(plan.Merge.Concat(plan.Already)), Numbers(plan.Link));
    }

    /// <summary>The member stands for itself again, exactly as it was; clocks that came due meanwhile fire at once.</summary>
    public async Task<MergeOutcome> UnmergeAsync(TicketId member, string? reason, Actor by, CancellationToken ct)
    {
        if (Wrong(reason).Decision is { } invalid) return new MergeOutcome.Not(invalid);
        if (!Mergers.Contains(by.Role)) return new MergeOutcome.Not(NotYourRole(by));

        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LoadLockedAsync(connection, member, ct) is not { } stored) return new MergeOutcome.Not(Deciding.UnknownTicket);
        if (stored.Ticket.MergedInto is not { } master) return new MergeOutcome.Not(MergePlan.NotMerged);

        await RelationLog.RunAsync(
            connection, [RelationLog.Line([member], RelationKind.Unmerged, master, reason!, after: null, by, clock.Now()), .. RelationLog.StandAlone(member, stored.Ticket)], ct);
        await transaction.CommitAsync(ct);
        return new MergeOutcome.Done([stored.Ticket.Number], []);
    }

    /// <summary>不并单: a proposal is not followed.</summary>
    public async Task<MergeOutcome> DeclineAsync(TicketId member, TicketId master, string? reason, Actor by, CancellationToken ct)
    {
        if (Wrong(reason).Decision is { } invalid) return new MergeOutcome.Not(invalid);
        if (!Mergers.Contains(by.Role)) return new MergeOutcome.Not(NotYourRole(by));

        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LoadLockedAsync(connection, member, ct) is not { } stored) return new MergeOutcome.Not(Deciding.UnknownTicket);
        await using (var open = new NpgsqlCommand("select exists (select 1 from tickets.relation where ticket_id = $1 and other = $2 and kind = 'proposed')", connection)
        {
            Parameters = { new() { Value = member.Value }, new() { Value = master.Value } },
        })
        {
            if (await open.ExecuteScalarAsync(ct) is not true) return new MergeOutcome.Not(Transitions.NothingToDo);
        }

        await RelationLog.RunAsync(connection, [RelationLog.Line([member], RelationKind.Declined, master, reason!, stored.Ticket.MergedInto, by, clock.Now())], ct);
        await transaction.CommitAsync(ct);
        return new MergeOutcome.Done([], []);
    }

    /// <summary>Reads a ticket under its row's lock; null where there is none.</summary>
    internal static async Task<Stored?> LoadLockedAsync(NpgsqlConnection connection, TicketId id, CancellationToken ct, bool skipLocked = false)
    {
        await using var command = new NpgsqlCommand(
            $"select body, version, merged_into from tickets.ticket where id = $1 for no key update {(skipLocked ? "skip locked" : "")}", connection) { Parameters = { new() { Value = id.Value } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(EventJson.Read<Ticket>(row.GetString(0)) with { MergedInto = row.IsDBNull(2) ? null : new TicketId(row.GetGuid(2)) }, row.GetInt32(1))
            : null;
    }

    private IEnumerable<NpgsqlBatchCommand> Commands(MergePlan plan, Party leader, string reason, Actor by)
    {
        var (merge, link, master, now) = (Ids(plan.Merge), Ids(plan.Link), leader.Id, clock.Now());
        if (by.Role == Role.Agent)
        {
            if (merge.Count + link.Count > 0) yield return RelationLog.Line([.. merge, .. link], RelationKind.Proposed, master, reason, after: null, by, now);
            yield break;
        }

        if (link.Count > 0) yield return RelationLog.Line(link, RelationKind.Linked, master, reason, after: null, by, now);
        if (merge.Count == 0) yield break;
        yield return RelationLog.Line(merge, RelationKind.Merged, master, reason, master, by, now);
        if (!leader.GivesReply) yield return MergeNotices.Wish(merge, master);
        foreach (var command in RelationLog.Follow(merge, master)) yield return command;
    }

    private static List<TicketId> Ids(IEnumerable<Party> parties) => [.. parties.Select(p => p.Id)];

    private static List<TicketNumber> Numbers(IEnumerable<Party> parties) => [.. parties.Select(p => p.Number)];

    private static FieldErrors Wrong(string? reason) => new FieldErrors().Required("reason", reason, 500);

    private static Decision.Refused NotYourRole(Actor by) => new(
        "not-your-role", $"{by.Role.Chinese()}不能办理并单，请联系派单员", $"The role {by.Role.Code()} may not merge or unmerge tickets. Ask a dispatcher.");
}
