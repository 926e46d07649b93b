using System.Collections.Concurrent;
using System.Diagnostics;
using Hotline.Tickets;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Tests.Desks;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Bench;

/// <param name="ProcessorMilliseconds">Of this process, a command; the database's are not among them.</param>
/// <param name="GivenUp">Commands that others were faster than five times.</param>
internal sealed record DeskResult(double PerSecond, IReadOnlyCollection<double> Milliseconds, double ProcessorMilliseconds, int GivenUp);

/// <summary>Clients that send commands one after the other, each to the hosts in turn.</summary>
internal sealed class DeskLoad(City city)
{
    private static readonly Actor Agent = new("1001", "王", Role.Agent, null);
    private static readonly Actor Dispatcher = new("2001", "李", Role.Dispatcher, null);
    private static readonly Actor Clerk = new("water", "供水", Role.Department, new("water"));
    private static readonly Request Request = new() { Type = RequestType.Help, Title = "停水", Text = "院里停水两天", Phone = "13900001234", RequesterName = "张先生" };

    private readonly ConcurrentBag<double> _took = [];
    private int _next;
    private int _givenUp;

    /// <summary>Whole lives of tickets, each client's of its own.</summary>
    internal static Task<DeskResult> LivesAsync(City city, int clients, TimeSpan time) => new DeskLoad(city).RunAsync(clients, time, load => load.LifeAsync());

    /// <summary>All clients write notes on one ticket.</summary>
    internal static async Task<DeskResult> CrowdAsync(City city, int clients, TimeSpan time)
    {
        var ticket = (await city.Hosts[0].Reception.AcceptAsync(Request, Agent, CancellationToken.None)).Id;
        return await new DeskLoad(city).RunAsync(clients, time, load => load.DoAsync(ticket, new NoteTicket("市民来电补充"), Agent));
    }

    private async Task<DeskResult> RunAsync(int clients, TimeSpan time, Func<DeskLoad, Task> deed)
    {
        var (since, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (since.Elapsed < time) await deed(this);
        })));
        var used = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds;
        return new(_took.Count / since.Elapsed.TotalSeconds, _took, used / _took.Count, _givenUp);
    }

    private async Task LifeAsync()
    {
        var ticket = (await Host().Reception.AcceptAsync(Request, Agent, CancellationToken.None)).Id;
        await DoAsync(ticket, new DispatchTicket(new("water")), Dispatcher);
        await DoAsync(ticket, new SignForTicket(), Clerk);
        await DoAsync(ticket, new ContactCitizen(true, TimeProvider.System.GetUtcNow(), "张先生", "了解情况"), Clerk);
        await DoAsync(ticket, new NoteTicket("市民来电补充"), Agent);
        await DoAsync(ticket, new SubmitReply(Finding.True, HandlingResult.Solved, "已抢修恢复供水", "夜班抢修"), Clerk);
        await DoAsync(ticket, new ApproveReply(), new("3001", "赵", Role.Reviewer, null));
        await DoAsync(ticket, new FollowUpTicket(true, true, Satisfaction.Satisfied), new("4001", "孙", Role.FollowUp, null));
    }

    private async Task DoAsync(TicketId ticket, ITicketCommand command, Actor by)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            var decision = await Host().Desk.HandleAsync(ticket, command, by, CancellationToken.None);
            if (decision is not Decision.Happened) throw new InvalidOperationException($"{command}: {decision}");
            _took.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }
        catch (TicketMovedOnException)
        {
            Interlocked.Increment(ref _givenUp);
        }
    }

    private DeskHost Host() => city.Hosts[(int)((uint)Interlocked.Increment(ref _next) % city.Hosts.Count)];
}
