using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;

namespace Hotline.Bench.Chaos;

/// <summary>Callers who do what callers do: give up at any moment, talk, press keys, walk into a tunnel.</summary>
internal sealed class Citizens(ChaosPlan plan, CitizenPhone phone, LossyRelay relay, Prompt voice)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Random _random = new(plan.Seed);
    private int _refused;

    /// <summary>Calls that were never answered: given up, or refused.</summary>
    internal int Unanswered => _refused;

    internal int Vanished { get; private set; }

    internal async Task RunAsync(CancellationToken ct)
    {
        var calls = new List<Task>();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / plan.PerSecond));
        for (var n = 0; n < plan.Calls; n++)
        {
            await pace.WaitForNextTickAsync(ct);
            calls.Add(CallAsync(n, _random.Next(100), _random.NextDouble(), ct));
        }

        await Task.WhenAll(calls);
    }

    private async Task CallAsync(int n, int fate, double when, CancellationToken ct)
    {
        var call = phone.Call(relay.ForPhones, fate % 7 == 0 ? "2000" : "12345", $"139{n:D8}");
        _ = call.Answered.ContinueWith(_ => Interlocked.Increment(ref _refused), ct, TaskContinuationOptions.NotOnRanToCompletion, TaskScheduler.Default);
        _ = call.Answered.ContinueWith(_ => call.Hum(voice), ct, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        try
        {
            await LiveAsync(call, fate, when, ct);
        }
        finally
        {
            await call.CloseAsync(ct);
            relay.Forget(call.Sip.CallId);
        }
    }

    private async Task LiveAsync(PhoneCall call, int fate, double when, CancellationToken ct)
    {
        switch (fate)
        {
            case < 12: await WaitAsync(call, when * 0.4, ct); break; // 未接通即挂: CANCEL, often while our 200 is under way
            case < 25: await WaitAsync(call, when * 1.5, ct); break; // in the greeting
            case < 55: await WaitAsync(call, when * 8, ct); break; // while waiting, ringing or talking
            case < 62: // 断网
                await WaitAsync(call, when * 6, ct);
                Vanished++;
                relay.Cut(call.Sip.CallId);
                break;
            case < 70:
                await WaitAsync(call, 1 + when, ct);
                if (call.Answered.IsCompletedSuccessfully && !call.Ended.IsCompleted) call.Press("1#");
                await WaitAsync(call, when * 8, ct);
                break;
            default: await WaitAsync(call, Patience.TotalSeconds, ct); break; // lets the agent hang up
        }
    }

    /// <summary>So many seconds, or less when the hotline ends it.</summary>
    private static async Task WaitAsync(PhoneCall call, double seconds, CancellationToken ct) =>
        await Task.WhenAny(call.Ended, Task.Delay(TimeSpan.FromSeconds(seconds), ct));
}
