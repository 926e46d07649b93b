using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Neighbours;
using Hotline.Telephony.Queues;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace Hotline.QueueGrains;

/// <summary>One queue (队列) of the city; its key is the queue's name.</summary>
internal interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>How it stands at a node; the answer is how it stands at the others, a list of reports.</summary>
    /// <param name="address">The node's SIP address.</param>
    /// <param name="node">Where it is spoken to.</param>
    /// <param name="report">A QueueReport.</param>
    Task<Letter> ReportAsync(string address, IMediaNode node, Letter report);

    /// <summary>It is known whether the agent has the citizen; both may be asked again.</summary>
    Task EndedAsync(Guid call, string agent);

    /// <summary>The node takes part no more.</summary>
    Task LeaveAsync(string node);
}

/// <summary>
/// The one place in the city that sees a queue's callers and agents of all nodes. It decides nothing alone: an agent is reserved with the
/// agent's grain, the caller's node keeps the place until somebody answers, and the agent's node gives the seat or refuses it.
/// </summary>
[PreferLocalPlacement]
internal sealed partial class QueueGrain(TelephonyOptions options, TimeProvider clock, ILogger<QueueGrain> log) : Grain, IQueueGrain
{
    /// <summary>Calling the other node and hearing of its end take a moment beside the ringing.</summary>
    private static readonly TimeSpan Beside = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (string Address, IMediaNode Node)> _doors = new(StringComparer.Ordinal);
    private SharedQueue _queue = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var name = this.GetPrimaryKeyString();
        var queue = QueueOptions.OrDefault(options.Queues).FirstOrDefault(q => q.Name == name)
            ?? throw new InvalidOperationException($"Telephony:Queues has no {name} here: give all hosts of the cluster the same queues.");
        _queue = new(queue, (queue.OfferTimeout ?? options.OfferTimeout) + Beside, options.Seats.CallsPerHour);
        return Task.CompletedTask;
    }

    public async Task<Letter> ReportAsync(string address, IMediaNode node, Letter report)
    {
        var (told, now) = (report.Read<QueueReport>(), clock.GetUtcNow());
        if (_doors.TryGetValue(told.Node, out var known) && known.Address != address) TwoOfOneName(log, told.Node, known.Address, address);
        _doors[told.Node] = (address, node);
        _queue.Tell(told, now);
        foreach (var grant in _queue.Match(now)) await GiveAsync(grant);
        return Letter.Of(_queue.Others(told.Node, now));
    }

    public async Task EndedAsync(Guid call, string agent)
    {
        _queue.Ended(new(call));
        await GrainFactory.GetGrain<IAgentGrain>(agent).ReleaseAsync(call);
    }

    public Task LeaveAsync(string node)
    {
        _queue.Leave(node);
        _doors.Remove(node);
        return Task.CompletedTask;
    }

    private async Task GiveAsync(Grant grant)
    {
        try
        {
            if (!_doors.TryGetValue(grant.From, out var from) || !_doors.TryGetValue(grant.To, out var to)
                || !await GrainFactory.GetGrain<IAgentGrain>(grant.Agent.Value).ReserveAsync(grant.Call.Value, grant.Until - clock.GetUtcNow()).WaitAsync(Patience, clock))
            {
                _queue.Ended(grant.Call);
                return;
            }

            _ = ToldAsync(from.Node.HandOverAsync(this.GetPrimaryKeyString(), Letter.Of(new HandOver(grant.Call, grant.To, to.Address, grant.Agent)), to.Node));
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            _queue.Ended(grant.Call); // the reservation lapses
            NotGiven(log, e.GetType().Name);
        }
    }

    /// <summary>Nobody waits for a node's ear: if it is gone, what was granted lapses.</summary>
    private async Task ToldAsync(Task telling)
    {
        try
        {
            await telling;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            NotGiven(log, e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A waiting call could not be given to another node ({Why}); it waits on where it is")]
    private static partial void NotGiven(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Two hosts call themselves {Node}, at {One} and at {Other}: give each a Telephony:Node of its own")]
    private static partial void TwoOfOneName(ILogger log, string node, string one, string other);
}
