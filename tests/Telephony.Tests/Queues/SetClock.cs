namespace Hotline.Telephony.Tests.Queues;

/// <summary>A clock that stands until a test moves it. Its timers never fire: passes are run by hand.</summary>
internal sealed class SetClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    internal void Advance(int seconds) => _now = _now.AddSeconds(seconds);
}
