namespace Hotline.Tickets.Merging;

/// <summary>What a merge does with its members.</summary>
/// <param name="Already">They follow this master already: nothing to do.</param>
internal sealed record MergePlan(IReadOnlyList<Party> Merge, IReadOnlyList<Party> Link, IReadOnlyList<Party> Already)
{
    /// <summary>At most so many members in one merge.</summary>
    internal const int Most = 5000;

    /// <summary>
    /// Pure. A master follows nobody and a follower has no followers, so there is no chain and no circle: who follows whom can be
    /// told, and undone, one by one. Followers of a member are not carried over: nobody asked for that, and undoing it would not
    /// know where they had been.
    /// </summary>
    internal static (MergePlan? Plan, Decision.Refused? Why) Of(Party master, IReadOnlyList<Party> members)
    {
        if (members.Any(m => m.Id == master.Id)) return (null, IntoItself);
        if (master.Kind == TicketKind.Whistle || members.Any(m => m.Kind == TicketKind.Whistle)) return (null, Whistles);
        if (master.MergedInto is not null) return (null, MasterFollows);
        if (!master.IsOpen && !master.GivesReply) return (null, MasterOver);

        var others = members.Where(m => m.MergedInto != master.Id).ToList();
        var merge = others.Where(m => m.AwaitsReply).ToList();
        var why = Against(others.Where(m => m.MergedInto is not null), MemberFollows)
            ?? Against(merge.Where(m => m.HasFollowers), MemberLeads)
            ?? Against(merge.Where(m => master.Confidential && !m.Confidential && !m.IsOfCaller(master)), ConfidentialMaster);
        return why is null ? (new(merge, [.. others.Where(m => !m.AwaitsReply)], [.. members.Where(m => m.MergedInto == master.Id)]), null) : (null, why);
    }

    private static Decision.Refused? Against(IEnumerable<Party> found, Func<string, Decision.Refused> why)
    {
        var numbers = found.Select(p => p.Number.Digits).ToList();
        return numbers.Count == 0 ? null : why(string.Join("、", numbers.Take(5)) + (numbers.Count > 5 ? $" …({numbers.Count})" : ""));
    }

    internal static Decision.Refused IntoItself { get; } = new("merge-into-itself", "工单不能并入自身，请去掉主单单号", "A ticket cannot be merged into itself. Leave the master out of the members.");
    internal static Decision.Refused Whistles { get; } = new("whistle-not-merged", "吹哨单不参与并单", "Whistle tickets are not merged.");
    internal static Decision.Refused MasterFollows { get; } = new(
        "master-follows", "所选主单已并入其他工单，请改选其主单", "The chosen master follows another ticket itself. Choose that ticket's master.");
    internal static Decision.Refused MasterOver { get; } = new(
        "master-over", "主单已终止且没有可共用的答复，请另选在办工单", "The master has ended without a reply to share. Choose an open ticket.");
    internal static Decision.Refused NotMerged { get; } = new("not-merged", "该工单没有并入其他工单", "The ticket follows no other ticket.");

    private static Decision.Refused MemberFollows(string numbers) => new(
        "member-follows", $"已并入其他主单，请先解除：{numbers}", $"These follow another master; unmerge them first: {numbers}.");

    private static Decision.Refused MemberLeads(string numbers) => new(
        "member-has-followers", $"自身是主单，请改选它为主单或先解除其从单：{numbers}", $"These are masters themselves; choose one as master or unmerge its followers first: {numbers}.");

    private static Decision.Refused ConfidentialMaster(string numbers) => new(
        "confidential-master", $"保密工单的办理情况不能让其他诉求人看到，请改选不保密的工单为主单：{numbers}",
        $"Other callers must not learn of a confidential ticket's handling. Choose a master that is not confidential: {numbers}.");
}
