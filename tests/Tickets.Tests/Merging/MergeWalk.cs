using Hotline.Tickets.Accepting;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Merging;

namespace Hotline.Tickets.Tests.Merging;

/// <summary>
/// A random sequence of merges, unmerges and callers' steps on one database, beside a model that holds nothing but who follows
/// whom. Every answer must be the model's, and once all is unmerged every ticket must be what its own steps alone make of it.
/// </summary>
internal sealed class MergeWalk(MergeGround ground, IReadOnlyList<Receipt> tickets, int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<TicketId, TicketId> _masters = [];
    private Dictionary<TicketId, string> _originals = [];

    internal async Task RunAsync(int steps)
    {
        _originals = await ground.FingerprintsAsync(tickets.Select(t => t.Id));
        for (var i = 0; i < steps; i++) await StepAsync();
        foreach (var member in _masters.Keys.ToList()) await ground.UnmergeAsync(member);
        var now = await ground.FingerprintsAsync(tickets.Select(t => t.Id));
        foreach (var ticket in tickets) Assert.True(_originals[ticket.Id] == now[ticket.Id], $"seed {seed}: {ticket.Number} is not what it was");
    }

    private Task StepAsync() => _random.Next(10) switch
    {
        < 5 => MergeAsync(),
        < 9 => UnmergeAsync(),
        _ => NoteAsync(),
    };

    private async Task MergeAsync()
    {
        var master = Any();
        var members = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Any()).Distinct().ToList();
        var may = !members.Contains(master) && !_masters.ContainsKey(master)
            && members.All(m => (!_masters.TryGetValue(m, out var now) || now == master) && !_masters.ContainsValue(m));
        var done = await ground.Desk.MergeAsync(master, members, "随机", Sample.Dispatcher, Ct) is MergeOutcome.Done;
        Assert.True(may == done, $"seed {seed}: the model says {may}");
        if (done) foreach (var member in members) _masters[member] = master;
    }

    private async Task UnmergeAsync()
    {
        var member = Any();
        var done = await ground.Desk.UnmergeAsync(member, "随机", Sample.Dispatcher, Ct) is MergeOutcome.Done;
        Assert.True(_masters.Remove(member) == done, $"seed {seed}: the model says otherwise");
        if (done) Assert.Equal(_originals[member], await ground.FingerprintAsync(member));
    }

    /// <summary>A step that a follower may take too: what it adds belongs to the ticket, before and after.</summary>
    private async Task NoteAsync()
    {
        var id = Any();
        await ground.House.DoAsync(id, new NoteTicket("随机备注"), Sample.Agent);
        if (_masters.Remove(id)) await ground.UnmergeAsync(id);
        _originals[id] = await ground.FingerprintAsync(id);
    }

    private TicketId Any() => tickets[_random.Next(tickets.Count)].Id;
}
