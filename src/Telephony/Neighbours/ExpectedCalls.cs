using System.Collections.Concurrent;

namespace Hotline.Telephony.Neighbours;

/// <summary>Calls that another node has announced, by their tokens: each comes once and soon, or not at all.</summary>
internal sealed class ExpectedCalls(TimeProvider clock)
{
    private static readonly TimeSpan ComesWithin = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (HandedCall Call, DateTimeOffset Until)> _expected = new(StringComparer.Ordinal);

    internal void Expect(HandedCall call)
    {
        var now = clock.GetUtcNow();
        foreach (var late in _expected.Where(e => e.Value.Until <= now)) _expected.TryRemove(late);
        _expected[call.Token] = (call, now + ComesWithin);
    }

    internal bool Has(string token) => _expected.TryGetValue(token, out var expected) && clock.GetUtcNow() < expected.Until;

    /// <summary>Null: unknown, used already, or too late.</summary>
    internal HandedCall? Take(string token) => _expected.TryRemove(token, out var expected) && clock.GetUtcNow() < expected.Until ? expected.Call : null;
}
