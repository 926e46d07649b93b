using Hotline.Telephony.Queues;
using Npgsql;

namespace Hotline.Bench.Chaos;

/// <summary>What a run came to; the first lines must be zero.</summary>
internal sealed record ChaosResult(
    int DoubleAnswers, int StuckAgents, long WithoutEnd, long EndedTwice, long LostRecordings, long BadRecordings, int Unfinished, int CallsLeft, int LegsLeft, int PortsHeld,
    int TransactionsLeft, string Errors, long Calls, long Answered, int Served, int CitizensVanished, int AgentsVanished, int MostCalls,
    (long Passed, long Lost, long Late, long Twice) Network, IReadOnlyDictionary<string, int> Reasons)
{
    internal bool Holds =>
        DoubleAnswers + StuckAgents + WithoutEnd + EndedTwice + LostRecordings + BadRecordings + Unfinished + CallsLeft + LegsLeft + PortsHeld + TransactionsLeft == 0 && Errors.Length == 0;
}

/// <summary>One run, from the first INVITE to the last check.</summary>
internal static class ChaosRun
{
    private static readonly TimeSpan T1Times64 = TimeSpan.FromSeconds(32);

    /// <param name="db">Empty; the hotline makes its tables.</param>
    internal static async Task<ChaosResult> RunAsync(ChaosPlan plan, NpgsqlDataSource db, string folder, CancellationToken ct)
    {
        await using var hotline = await ChaosHotline.StartAsync(plan, db, folder);
        await using var watch = new CallWatch(hotline.Board, hotline.Seats);
        await using var crowd = new AgentCrowd(plan, hotline.Board, hotline.Seats);
        using var watching = hotline.Board.Subscribe(watch.See);
        using var acting = hotline.Board.Subscribe(crowd.See);
        await crowd.StartAsync();
        watch.Start();
        var citizens = new Citizens(plan, hotline.Phone, hotline.Outside, hotline.Voice);
        await citizens.RunAsync(ct);

        // a phone that is cut off before its ACK: 64*T1 for the ACK, then as long for the answer to our BYE
        await UntilAsync(() => hotline.Board.Live.Count == 0 && hotline.Board.SipCounters.Calls == 0, (2 * T1Times64) + plan.SilenceTimeout, ct);
        await UntilAsync(() => hotline.Seats.All.All(s => s.State is SeatState.Ready or SeatState.NotReady), plan.OfferTimeout + TimeSpan.FromSeconds(2), ct);
        var stuck = hotline.Seats.All.Count(s => s.State is not (SeatState.Ready or SeatState.NotReady));
        await crowd.LeaveAsync();
        await UntilAsync(() => hotline.Board.MediaCounters is { Legs: 0, Conversations: 0 }, TimeSpan.FromSeconds(10), ct);
        if (plan.WaitsForTransactions) await UntilAsync(() => hotline.Board.SipCounters.Transactions == 0, T1Times64 + TimeSpan.FromSeconds(8), ct);
        await hotline.Log.FlushAsync();
        return await JudgeAsync(plan, hotline, watch, crowd, citizens, stuck, db, ct);
    }

    private static async Task<ChaosResult> JudgeAsync(
        ChaosPlan plan, ChaosHotline hotline, CallWatch watch, AgentCrowd crowd, Citizens citizens, int stuck, NpgsqlDataSource db, CancellationToken ct)
    {
        var recordings = await CountRecordingsAsync(hotline, db, ct);
        var media = hotline.Board.MediaCounters;
        var (near, far) = (hotline.Outside.Counts, hotline.Inside.Counts);
        return new(
            watch.DoubleAnswers + crowd.DoubleAnswers, watch.StuckAgents + stuck,
            await CountAsync(db, "select count(*) from telephony.call where ended_at is null", ct) + (watch.Arrived - watch.Ended) + (watch.Arrived - await CountAsync(db, "select count(*) from telephony.call", ct)),
            await CountAsync(db, "select count(*) from (select call_id from telephony.call_event where kind = 'ended' group by call_id having count(*) > 1) t", ct),
            recordings.Lost, recordings.Bad, Directory.Exists(hotline.UnfinishedRecordings) ? Directory.GetFiles(hotline.UnfinishedRecordings).Length : 0,
            hotline.Board.SipCounters.Calls + hotline.Board.Live.Count, media.Legs + media.Conversations, OwnUdpPorts.Between(hotline.FirstHotlinePort, hotline.LastHotlinePort),
            plan.WaitsForTransactions ? hotline.Board.SipCounters.Transactions : 0, hotline.Errors.Seen,
            watch.Arrived, watch.Answered, watch.Served, citizens.Vanished, crowd.Vanished, watch.MostCalls,
            (near.Passed + far.Passed, near.Lost + far.Lost, near.Late + far.Late, near.Twice + far.Twice), watch.Reasons);
    }

    /// <summary>Every answered call has a finished recording that is what its record says.</summary>
    private static async Task<(long Lost, long Bad)> CountRecordingsAsync(ChaosHotline hotline, NpgsqlDataSource db, CancellationToken ct)
    {
        var rows = await db.ReadAsync(
            "select recording_file, recording_sha256 from telephony.call where answered_at is not null", [],
            row => (File: row.IsDBNull(0) ? null : row.GetString(0), Hash: row.IsDBNull(1) ? null : row.GetString(1)), ct);
        var bad = 0L;
        foreach (var (file, hash) in rows.Where(r => r is { File: not null, Hash: not null }))
            if (await hotline.Board.Recordings.HashAsync(file!, ct) != hash) bad++;
        return (rows.Count(r => r.File is null || r.Hash is null), bad);
    }

    private static async Task<long> CountAsync(NpgsqlDataSource db, string sql, CancellationToken ct) => (await db.ReadAsync(sql, [], row => row.GetInt64(0), ct))[0];

    private static async Task UntilAsync(Func<bool> holds, TimeSpan patience, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!holds() && TimeProvider.System.GetElapsedTime(since) < patience) await Task.Delay(100, ct);
    }
}
