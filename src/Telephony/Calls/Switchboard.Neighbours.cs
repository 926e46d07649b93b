using System.Security.Cryptography;
using Hotline.Telephony.Neighbours;
using Hotline.Telephony.Queues;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Calls;

/// <content>邻台: other nodes of the city are told how it stands here, and calls that wait go from node to node.</content>
public sealed partial class Switchboard
{
    private readonly ExpectedCalls _expected;
    private volatile IQueueNeighbours? _neighbours;

    /// <summary>Null while this node is alone, as it is by default.</summary>
    internal IQueueNeighbours? Neighbours
    {
        get => _neighbours;
        set
        {
            _neighbours = value;
            _services.Sip.IsExpected = value is null ? null : _expected.Has;
            _services.Seats.Elsewhere = value is null ? null : agent => SeatOf(agent, value.Seen);
        }
    }

    /// <summary>Name of this node, by which the others know it.</summary>
    internal string Node => _options.Node;

    /// <summary>A call that waits here rings at an agent of another node, too. Ends when it is known who has the citizen: true, that agent.</summary>
    /// <param name="gone">That node is gone.</param>
    internal async Task<bool> HandOverAsync(HandOver to, CancellationToken gone)
    {
        if (_neighbours is not { } neighbours) return false;
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        if (await AskAsync(to.Call, c => c.Announced(to, _options.Node, token), tooLate: null) is not { } announced) return false;
        if (!await neighbours.AnnounceAsync(to.Node, announced, gone)) return false;
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!await AskAsync(to.Call, c => c.AskNeighbour(to, announced, had => ended.TrySetResult(had)), tooLate: false)) return false;
        await using var ending = gone.Register(() => Tell(to.Call, c => c.Unask(announced)));
        await Task.WhenAny(ended.Task, LifeOf(to.Call));
        return ended.Task.IsCompleted && await ended.Task;
    }

    /// <summary>Another node is about to hand a call over. False: that agent is not free, or no calls are taken.</summary>
    internal bool Expect(HandedCall call)
    {
        if (_neighbours is null || IsDraining || !_listening || _services.Seats.Find(call.Agent) is not { State: SeatState.Ready }) return false;
        _expected.Expect(call);
        return true;
    }

    private static (string Node, bool OnCall)? SeatOf(AgentId agent, IReadOnlyList<QueueReport> seen) =>
        seen.SelectMany(r => r.Seats.Where(s => s.Agent == agent).Select(s => ((string, bool)?)(r.Node, s.OnCall))).OrderByDescending(s => s!.Value.Item2).FirstOrDefault();

    private void SweepNeighbours()
    {
        if (_neighbours is not { } neighbours)
        {
            if (_services.Queue.Elsewhere.Count > 0) _services.Queue.Elsewhere = [];
            return;
        }

        var seen = _services.Queue.Elsewhere = neighbours.Seen;
        neighbours.Tell(_services.Queue.Report(_options.Node, open: !IsDraining));
        foreach (var (node, seat) in seen.SelectMany(r => r.Seats.Select(s => (r.Node, Seat: s))))
        {
            if (_services.Seats.Find(seat.Agent) is null or { State: SeatState.Offline }) continue;
            if ((seat.SignedInAt, node).CompareTo((_services.Seats.SignedInAt(seat.Agent), _options.Node)) <= 0 || !_services.Seats.LeaveTo(seat.Agent, node)) continue;
            CloseAudio(seat.Agent);
            SignedInElsewhere(seat.Agent, node);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Agent {Agent} has signed in at node {Node} and is signed out here")]
    private partial void SignedInElsewhere(AgentId agent, string node);
}
