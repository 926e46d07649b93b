using System.Collections.Concurrent;
using System.Net;
using Hotline.Grains;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Neighbours;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Hotline.QueueGrains;

/// <summary>邻台: this media node among the others. Reports go to each queue's grain at a change, and every second; who hears nothing works alone.</summary>
internal sealed partial class GrainNeighbours(
    Switchboard board, IGrainFactory grains, ISiloStatusOracle cluster, GrainsOptions options, TimeProvider clock, ILogger<GrainNeighbours> log) : IHostedService, IQueueNeighbours, IMediaNode
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IMediaNode> _doors = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<CancellationTokenSource, string> _asked = new();
    private readonly string? _sip = options.SipReachable;
    private IMediaNode _self = null!;
    private string _address = "";

    public IReadOnlyList<QueueReport> Seen
    {
        get
        {
            var now = clock.GetUtcNow();
            return [.. _lines.Values.Where(l => now - l.HeardAt < SharedQueue.GoneAfter).SelectMany(l => l.Heard)];
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _self = grains.CreateObjectReference<IMediaNode>(this);
        _address = _sip ?? new IPEndPoint(options.Reachable, board.SipEndPoint.Port).ToString();
        board.Neighbours = this;
        return Task.CompletedTask;
    }

    /// <summary>The others learn at once that nobody is here any more.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        board.Neighbours = null;
        try
        {
            await Task.WhenAll(_lines.Keys.Select(queue => grains.GetGrain<IQueueGrain>(queue).LeaveAsync(board.Node))).WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or OperationCanceledException)
        {
            NotReached(log, e.GetType().Name); // what was reported lapses
        }
    }

    public void Tell(IReadOnlyList<QueueReport> here)
    {
        if (cluster.CurrentStatus != SiloStatus.Active) return;
        foreach (var report in here)
        {
            var line = _lines.GetOrAdd(report.Board.Name, _ => new());
            if (line.ToTell(report, clock.GetUtcNow())) _ = TellAsync(line, report);
        }
    }

    public async Task<bool> AnnounceAsync(string node, HandedCall call, CancellationToken ct)
    {
        try
        {
            return _doors.TryGetValue(node, out var door) && await door.ExpectAsync(Letter.Of(call)).WaitAsync(Patience, clock, ct);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or OperationCanceledException)
        {
            NotReached(log, e.GetType().Name);
            return false;
        }
    }

    public Task HandOverAsync(string queue, Letter order, IMediaNode to)
    {
        _ = HandOverAsync(queue, order.Read<HandOver>(), to);
        return Task.CompletedTask;
    }

    public Task<bool> ExpectAsync(Letter call) => Task.FromResult(board.Expect(call.Read<HandedCall>()));

    private async Task TellAsync(Line line, QueueReport report)
    {
        try
        {
            var answer = await grains.GetGrain<IQueueGrain>(report.Board.Name).ReportAsync(_address, _self, Letter.Of(report)).WaitAsync(Patience, clock);
            line.Hear(answer.Read<IReadOnlyList<QueueReport>>(), clock.GetUtcNow());
            foreach (var (gone, _) in _asked.Where(a => line.Heard.All(r => r.Node != a.Value) && Seen.All(r => r.Node != a.Value))) await gone.CancelAsync();
        }
        catch (Exception e)
        {
            NotReached(log, e.GetType().Name);
        }
        finally
        {
            line.Told();
        }
    }

    private async Task HandOverAsync(string queue, HandOver order, IMediaNode to)
    {
        using var gone = new CancellationTokenSource();
        try
        {
            _doors[order.Node] = to;
            _asked[gone] = order.Node;
            var had = await board.HandOverAsync(order, gone.Token);
            Asked(log, order.Call, order.Node, had);
            await grains.GetGrain<IQueueGrain>(queue).EndedAsync(order.Call.Value, order.Agent.Value);
        }
        catch (Exception e)
        {
            NotReached(log, e.GetType().Name); // the grant lapses
        }
        finally
        {
            _asked.TryRemove(gone, out _);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Call {Call} was offered at node {Node}; answered there: {Had}")]
    private static partial void Asked(ILogger log, Hotline.Telephony.CallId call, string node, bool had);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The other nodes could not be reached ({Why}); this one works alone meanwhile")]
    private static partial void NotReached(ILogger log, string why);

    /// <summary>One queue: what was told of it, and what was heard.</summary>
    private sealed class Line
    {
        private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
        private volatile Account _heard = new([], DateTimeOffset.MinValue);
        private string _told = "";
        private DateTimeOffset _toldAt;
        private int _telling;

        internal IReadOnlyList<QueueReport> Heard => _heard.Reports;

        internal DateTimeOffset HeardAt => _heard.At;

        /// <summary>Whoever waits, is idle or is on a call has changed, or a second is over; one message at a time.</summary>
        internal bool ToTell(QueueReport report, DateTimeOffset now)
        {
            var key = string.Join(' ', [.. report.Heads.Select(h => $"{h.Call}{h.Asked}"), .. report.Idle.Select(i => i.Agent.Value), .. report.Seats.Select(s => $"{s.Agent}{s.OnCall}")]);
            if ((key == _told && now - _toldAt < Every) || Interlocked.Exchange(ref _telling, 1) == 1) return false;
            (_told, _toldAt) = (key, now);
            return true;
        }

        internal void Told() => Interlocked.Exchange(ref _telling, 0);

        internal void Hear(IReadOnlyList<QueueReport> reports, DateTimeOffset now) => _heard = new(reports, now);

        private sealed record Account(IReadOnlyList<QueueReport> Reports, DateTimeOffset At);
    }
}
