using Hotline.Telephony.Calls;
using Hotline.Telephony.Neighbours;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Tests.Calls;
using Npgsql;

namespace Hotline.Telephony.Tests.Neighbours;

/// <summary>Two media nodes of one city on one database: real SIP and audio between them, and what they tell each other handed over in this process.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private NpgsqlDataSource _db = null!;

    internal NpgsqlDataSource Db => _db;
    internal RunningHotline A { get; private set; } = null!;
    internal RunningHotline B { get; private set; } = null!;

    internal static async Task<TwoNodes> StartAsync(Func<TelephonyOptions, TelephonyOptions>? change = null)
    {
        var nodes = new TwoNodes { _db = await TestDatabase.CreateAsync("telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None)) };
        var key = Path.Combine(Directory.CreateTempSubdirectory("hotline-nodes-").FullName, "personal.key");
        TelephonyOptions As(TelephonyOptions o, string node) => (change?.Invoke(o) ?? o) with { Node = node, PersonalKeyFile = key };
        nodes.A = await RunningHotline.StartAsync(o => As(o, "a"), nodes._db);
        nodes.B = await RunningHotline.StartAsync(o => As(o, "b"), nodes._db);
        nodes.A.Board.Neighbours = new Told(nodes.B.Board);
        nodes.B.Board.Neighbours = new Told(nodes.A.Board);
        return nodes;
    }

    /// <summary>What a queue of the whole city would have node A do.</summary>
    /// <param name="gone">Cancelled when node B is gone.</param>
    internal Task<bool> HandOverAsync(CallId call, AgentId agent, CancellationTokenSource? gone = null) =>
        A.Board.HandOverAsync(new(call, "b", B.Board.SipEndPoint.ToString(), agent), gone?.Token ?? TestContext.Current.CancellationToken);

    /// <summary>A citizen waits at A, and rings at an agent of B's.</summary>
    internal async Task<(CallId AtA, CallId AtB, Task<bool> Outcome)> RingAtBAsync(TestAgent agent)
    {
        var waiting = (await A.NextAsync<CallEvent.Queued>()).Call;
        var outcome = HandOverAsync(waiting, agent.Id);
        var ringing = await B.NextAsync<CallEvent.Offered>();
        Assert.Equal(agent.Id, ringing.Agent);
        return (waiting, ringing.Call, outcome);
    }

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
        await _db.DisposeAsync();
    }

    private sealed class Told(Switchboard other) : IQueueNeighbours
    {
        private volatile IReadOnlyList<QueueReport> _here = [];

        public IReadOnlyList<QueueReport> Seen => (other.Neighbours as Told)?._here ?? [];

        public void Tell(IReadOnlyList<QueueReport> here) => _here = here;

        public Task<bool> AnnounceAsync(string node, HandedCall call, CancellationToken ct) => Task.FromResult(other.Expect(call));
    }
}
