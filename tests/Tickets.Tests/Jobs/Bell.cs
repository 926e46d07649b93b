using Hotline.Tickets.Jobs;

namespace Hotline.Tickets.Tests.Jobs;

/// <summary>Counts how often its job ran, on whichever host.</summary>
internal sealed class Bell
{
    private int _count, _ringing;

    internal SemaphoreSlim Rung { get; } = new(0);
    internal bool Broken { get; init; }
    internal int Count => _count;
    internal int MostAtOnce { get; private set; }

    /// <summary>A run goes on until this is released, where it is set.</summary>
    internal SemaphoreSlim? MayEnd { get; init; }

    internal async Task<string> RingAsync(CancellationToken ct)
    {
        Interlocked.Increment(ref _count);
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _ringing));
        Rung.Release();
        if (MayEnd is not null) await MayEnd.WaitAsync(ct);
        Interlocked.Decrement(ref _ringing);
        return Broken ? throw new InvalidOperationException("铃坏了") : "响了";
    }
}

internal sealed class Ring(Bell bell) : IRecurringJob
{
    public Task<string> RunAsync(CancellationToken ct) => bell.RingAsync(ct);
}
