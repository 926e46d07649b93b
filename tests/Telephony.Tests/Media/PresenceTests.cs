using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class PresenceTests
{
    [Fact]
    public void It_knows_of_every_sample_what_a_list_of_them_would_know()
    {
        const int Capacity = 256;
        var (presence, list, random) = (new Presence(Capacity), new bool[Capacity], new Random(20261123));
        for (var n = 0; n < 20_000; n++)
        {
            // near the end of the numbers too: timestamps wrap
            var (from, count) = (unchecked((uint)random.Next(-2 * Capacity, 2 * Capacity)), random.Next(Capacity + 1));
            var samples = Enumerable.Range(0, count).Select(i => (int)((from + (uint)i) % Capacity)).ToList();
            Assert.Equal(samples.TrueForAll(at => list[at]), presence.HasAll(from, count));
            var mark = random.Next(2) == 0;
            if (mark) presence.Mark(from, count);
            else presence.Forget(from, count);
            foreach (var at in samples) list[at] = mark;
            Assert.Equal(list[from % Capacity], presence[from]);
        }

        Assert.Equal(list, Enumerable.Range(0, Capacity).Select(at => presence[(uint)at]));
        presence.Clear();
        Assert.DoesNotContain(true, Enumerable.Range(0, Capacity).Select(at => presence[(uint)at]));
    }
}
