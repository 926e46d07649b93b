using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Tests.Calls;
using Npgsql;

namespace Hotline.QueueGrains.Tests;

/// <summary>One queue over two media nodes: two silos, two switchboards, citizens and agents with their audio, one PostgreSQL.</summary>
public sealed class CityQueueTests : IAsyncLifetime
{
    private const int CitizenTone = 800, OurTone = 1600, TheirTone = 1200;
    private readonly string _keys = Directory.CreateTempSubdirectory("hotline-city-").FullName;
    private NpgsqlDataSource _db = null!;
    private string _connection = "";
    private Node _a = null!;
    private Node _b = null!;

    private RunningHotline A => _a.Hotline;
    private RunningHotline B => _b.Hotline;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.CreateAsync("telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        _connection = TestDatabase.Again(_db);
        _a = await Node.StartAsync("a", _connection, _keys);
        _b = await Node.StartAsync("b", _connection, _keys);
    }

    [Fact]
    public async Task Who_waits_at_one_node_is_served_by_an_agent_of_the_other()
    {
        var agent = B.Agent("1001", TheirTone);
        await using var citizen = A.Dial();
        var ringing = await B.NextAsync<CallEvent.Offered>();
        Assert.Equal(agent.Id, ringing.Agent);
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        Assert.True(await B.Board.AnswerAsync(ringing.Call, agent.Id));
        var handed = await A.NextAsync<CallEvent.HandedOver>();
        Assert.Equal(("b", agent.Id, ringing.Call), (handed.Node, handed.Agent, handed.There));
        await TestTone.HeardAsync(citizen.Ear, TheirTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone);
        await UntilAsync(() => A.Board.Queues[0].InAllNodes is { Nodes: 2, OnCall: 1, Waiting: 0 });
        citizen.HangUp();
        await B.NextAsync<CallEvent.Ended>(ringing.Call);
        await A.NextAsync<CallEvent.Ended>(handed.Call);
        await A.Log.FlushAsync();
        await B.Log.FlushAsync();
        Assert.Equal((ringing.Call, agent.Id), ((await A.Log.FindAsync(handed.Call))!.HandedTo, (await A.Log.FindAsync(handed.Call))!.Agent));
        Assert.Equal(handed.Call, (await B.Log.FindAsync(ringing.Call))!.HandedFrom);
    }

    [Fact]
    public async Task Who_is_declined_waits_on_and_goes_to_the_next_agent_wherever_that_is()
    {
        var first = B.Agent("1001", TheirTone);
        await using var citizen = A.Dial();
        await B.Board.DeclineAsync((await B.NextAsync<CallEvent.Offered>()).Call, first.Id);
        var call = (await A.NextAsync<CallEvent.NeighbourFailed>()).Call;
        Assert.Equal(CallState.Queued, A.Board.Find(call)!.State);

        var second = B.Agent("1002", TheirTone);
        var again = await B.NextAsync<CallEvent.Offered>();
        Assert.Equal(second.Id, again.Agent);
        await B.Board.DeclineAsync(again.Call, second.Id);
        await A.NextAsync<CallEvent.NeighbourFailed>();
        var ours = A.Agent("1003", OurTone);
        Assert.Equal(call, (await A.NextAsync<CallEvent.Offered>()).Call);
        Assert.True(await A.Board.AnswerAsync(call, ours.Id));
        await TestTone.HeardAsync(citizen.Ear, OurTone);
    }

    [Fact]
    public async Task One_agent_serves_the_callers_of_both_nodes_in_the_order_in_which_they_came()
    {
        await using var first = A.Dial(caller: "13800000001");
        await A.NextAsync<CallEvent.Queued>();
        await using var second = A.Dial(caller: "13800000002");
        await A.NextAsync<CallEvent.Queued>();
        await using var third = B.Dial(caller: "13800000003");
        await B.NextAsync<CallEvent.Queued>();
        await UntilAsync(() => A.Board.Queues[0].InAllNodes is { Waiting: 3 } && B.Board.Queues[0].InAllNodes is { Waiting: 3 });

        var agent = B.Agent("1001", TheirTone);
        foreach (var caller in new[] { "13800000001", "13800000002", "13800000003" })
        {
            var ringing = await B.NextAsync<CallEvent.Offered>();
            Assert.Equal(caller, B.Board.Find(ringing.Call)!.Caller);
            Assert.True(await B.Board.AnswerAsync(ringing.Call, agent.Id));
            Assert.Equal(1, B.Board.Live.Count(c => c.Agent == agent.Id));
            await B.Board.HangUpAsync(ringing.Call, "agent hung up");
            await B.NextAsync<CallEvent.Ended>(ringing.Call);
            B.Seats.Ready(agent.Id);
        }

        Assert.Equal(0, A.Board.Waiting + B.Board.Waiting);
    }

    [Fact]
    public async Task Of_two_callers_at_once_one_agent_gets_one()
    {
        var agent = B.Agent("1001", TheirTone);
        await using var one = A.Dial(caller: "13800000001");
        await using var other = A.Dial(caller: "13800000002");
        var ringing = await B.NextAsync<CallEvent.Offered>();
        await A.NextAsync<CallEvent.Queued>();
        await A.NextAsync<CallEvent.Queued>();
        Assert.True(await B.Board.AnswerAsync(ringing.Call, agent.Id));
        await A.NextAsync<CallEvent.HandedOver>();
        await UntilAsync(() => B.Board.Queues[0].InAllNodes is { Waiting: 1, OnCall: 1 });
        Assert.Equal((1, 1), (A.Board.Waiting, B.Board.Live.Count));
    }

    [Fact]
    public async Task A_node_that_is_killed_while_it_rings_costs_the_caller_no_place()
    {
        using var worker = NodeWorker.Start(_connection, _keys, "1009");
        try
        {
            await using var citizen = A.Dial();
            var asked = await A.NextAsync<CallEvent.NeighbourAsked>();
            Assert.Equal(("worker", new AgentId("1009")), (asked.Node, asked.Agent));
            worker.Kill();
            Assert.Equal(asked.Call, (await A.NextAsync<CallEvent.NeighbourFailed>()).Call);
            Assert.Equal(1, A.Board.Waiting);
            var agent = B.Agent("1001", TheirTone); // the others go on together
            var ringing = await B.NextAsync<CallEvent.Offered>();
            Assert.True(await B.Board.AnswerAsync(ringing.Call, agent.Id));
            await TestTone.HeardAsync(citizen.Ear, TheirTone);
        }
        finally
        {
            if (!worker.HasExited) worker.Kill();
            await worker.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_node_that_leaves_is_forgotten_and_goes_on_alone()
    {
        B.Agent("1001", TheirTone);
        await UntilAsync(() => A.Board.Queues[0].InAllNodes is { Ready: 1 });
        await _b.LeaveAsync();
        await UntilAsync(() => A.Board.Queues[0].InAllNodes is null);
        await using var waiting = A.Dial();
        await A.NextAsync<CallEvent.Queued>();
        await using var citizen = B.Dial();
        var ringing = await B.NextAsync<CallEvent.Offered>();
        Assert.True(await B.Board.AnswerAsync(ringing.Call, new("1001")));
        await TestTone.HeardAsync(citizen.Ear, TheirTone);
        Assert.Equal(1, A.Board.Waiting);
    }

    [Fact]
    public async Task An_agent_has_one_seat_in_the_city()
    {
        A.Agent("1001", OurTone);
        await UntilAsync(() => B.Board.Queues[0].InAllNodes is { Ready: 1 });
        B.Agent("1001", TheirTone);
        await UntilAsync(() => A.Seats.Find(new("1001")) is { State: SeatState.Offline });
        Assert.Equal(SeatState.Ready, B.Seats.Find(new("1001"))!.State);
    }

    private static async Task UntilAsync(Func<bool> so)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (!so()) await Task.Delay(20, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _db.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }
}
