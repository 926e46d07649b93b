using System.Collections.Concurrent;
using System.Globalization;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;

namespace Hotline.Bench.Chaos;

/// <summary>Agents who answer late, twice, for one another, or not at all; whose network breaks; who hold, hang up and come back.</summary>
internal sealed class AgentCrowd(ChaosPlan plan, Switchboard board, AgentSeats seats) : IAsyncDisposable
{
    private readonly Random _random = new(plan.Seed + 2);
    private readonly Dictionary<AgentId, BrowserAgent> _browsers = [];
    private readonly ConcurrentDictionary<AgentId, bool> _away = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _returning = Task.CompletedTask;

    /// <summary>Answers that both were told they had the call.</summary>
    internal int DoubleAnswers { get; private set; }

    internal int Vanished { get; private set; }

    internal static AgentId Id(int n) => new((1001 + n).ToString(CultureInfo.InvariantCulture));

    internal static bool HasPhone(int n) => n % 4 == 3;

    internal async Task StartAsync()
    {
        for (var n = 0; n < plan.Agents; n++)
        {
            var id = Id(n);
            seats.SignIn(id, id.Value);
            if (!HasPhone(n)) await (_browsers[id] = new(board, id)).ConnectAsync();
            seats.Ready(id);
        }

        _returning = ReturnAsync(_stopping.Token);
    }

    /// <summary>An event of the switchboard.</summary>
    internal void See(CallEvent what)
    {
        if (what is CallEvent.Offered offered && _browsers.ContainsKey(offered.Agent)) _ = Task.Run(() => OfferedAsync(offered.Call, offered.Agent));
        if (what is CallEvent.AgentAnswered answered) _ = Task.Run(() => TalkAsync(answered.Call, answered.Agent));
    }

    private async Task OfferedAsync(CallId call, AgentId agent)
    {
        var (fate, when) = Roll();
        await Task.Delay(TimeSpan.FromSeconds(when * 0.3));
        switch (fate)
        {
            case < 5: return; // looks away: the lease ends it
            case < 10: await board.DeclineAsync(call, agent); return;
            case < 14: await VanishAsync(agent); return;
            case < 30: await RaceAsync(call, agent); return;
            default: await board.AnswerAsync(call, agent); return;
        }
    }

    /// <summary>The key is pressed twice, and a colleague presses it too.</summary>
    private async Task RaceAsync(CallId call, AgentId agent)
    {
        var colleague = Id(Roll().Fate % plan.Agents);
        var told = await Task.WhenAll(
            Task.Run(() => board.AnswerAsync(call, agent)), Task.Run(() => board.AnswerAsync(call, colleague)), Task.Run(() => board.AnswerAsync(call, agent)));
        if (told.Count(yes => yes) > 1) DoubleAnswers++;
    }

    private async Task TalkAsync(CallId call, AgentId agent)
    {
        var (fate, when) = Roll();
        await Task.Delay(TimeSpan.FromSeconds(0.1 + (when * 0.6)));
        if (fate < 6 && _browsers.ContainsKey(agent))
        {
            await VanishAsync(agent);
            return;
        }

        if (fate < 20)
        {
            await board.HoldAsync(call, agent);
            await Task.Delay(TimeSpan.FromSeconds(when * 0.3));
            if (fate < 17) await board.ResumeAsync(call, agent);
        }

        await board.HangUpAsync(call, "agent hung up");
    }

    private async Task VanishAsync(AgentId agent)
    {
        if (!_away.TryAdd(agent, true)) return;
        Vanished++;
        _browsers[agent].Tear();
        await Task.Delay(plan.SilenceTimeout * Roll().When * 1.5);
        await _browsers[agent].ConnectAsync();
        _away.TryRemove(agent, out _);
    }

    /// <summary>Who became 示忙 comes back after a moment.</summary>
    private async Task ReturnAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                foreach (var seat in seats.All.Where(s => s.State == SeatState.NotReady && !_away.ContainsKey(s.Agent))) TryReady(seat.Agent);
            }
        }
        catch (OperationCanceledException)
        {
            // the shift is over
        }
    }

    private void TryReady(AgentId agent)
    {
        try
        {
            seats.Ready(agent);
        }
        catch (InvalidOperationException)
        {
            // a call has just been offered
        }
    }

    private (int Fate, double When) Roll()
    {
        lock (_random) return (_random.Next(100), _random.NextDouble());
    }

    /// <summary>Everybody signs out: the legs of the browsers close.</summary>
    internal async Task LeaveAsync()
    {
        await _stopping.CancelAsync();
        await _returning;
        foreach (var (id, browser) in _browsers)
        {
            await browser.DisposeAsync();
            board.CloseAudio(id);
        }
    }

    public ValueTask DisposeAsync()
    {
        _stopping.Dispose();
        return ValueTask.CompletedTask;
    }
}
