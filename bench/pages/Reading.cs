using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hotline.Bench;

/// <summary>A page that was opened.</summary>
/// <param name="At">When it was complete, from the beginning of the run.</param>
/// <param name="Inside">Gone to inside an open circuit; otherwise asked for whole, as with a new tab.</param>
internal readonly record struct Opened(string Role, string Page, bool Inside, double Limit, double Milliseconds, TimeSpan At);

/// <summary>
/// Everybody is connected, then all read at once. A whole page takes from the sent request to the last byte of the answer, over loopback; a page inside a
/// circuit from the click to the last drawing of a complete page.
/// </summary>
internal static class Reading
{
    internal static async Task<IReadOnlyList<Opened>> RunAsync(BenchHost host, IReadOnlyList<Reader> readers, TimeSpan time, TimeSpan pause, CancellationToken ct)
    {
        ThreadPool.SetMinThreads(2 * readers.Count, 16);
        var opened = new ConcurrentQueue<Opened>();
        var sitting = await Task.WhenAll(readers.Select((reader, i) => Task.Run(() => SitDownAsync(reader, new Random(i)), ct)));
        var since = Stopwatch.StartNew();
        await Task.WhenAll(sitting.Select(s => Task.Run(() => OpenAsync(s), ct)));
        return [.. opened];

        async Task<Sitting> SitDownAsync(Reader reader, Random random)
        {
            var (line, at) = (new HttpLine(host.Port), random.Next(reader.Round.Count));
            var connects = reader.IsStaff && !reader.Round.All(p => p.IsPlain);
            while (connects && reader.Round[at % reader.Round.Count].IsPlain) at++;
            await Task.Delay(pause * random.NextDouble(), ct);
            return new(reader, random, line, at + 1, connects && reader.Cookie is { } cookie ? await ConnectAsync(host.Port, line, cookie, reader.Round[at % reader.Round.Count], ct) : null);
        }

        async Task OpenAsync(Sitting sitting)
        {
            var (reader, random, at) = (sitting.Reader, sitting.Random, sitting.At);
            using var line = sitting.Line;
            await using var circuit = sitting.Circuit;
            await Task.Delay(pause * random.NextDouble(), ct);
            for (; since.Elapsed < time; at++)
            {
                var page = reader.Round[at % reader.Round.Count];
                opened.Enqueue(new(reader.Role, page.Name, Inside: false, reader.Limit, Whole(line, reader.Role, reader.Cookie, page.Address()).Milliseconds, since.Elapsed));
                await Task.Delay(pause * (0.5 + random.NextDouble()), ct);
                if (circuit is null || page.IsPlain) continue;
                opened.Enqueue(new(reader.Role, page.Name, Inside: true, reader.Limit, await InsideAsync(circuit, reader, page), since.Elapsed - page.Still));
                await Task.Delay(pause * (0.5 + random.NextDouble()), ct);
            }
        }
    }

    /// <summary>Somebody who is connected.</summary>
    /// <param name="At">Where in the round the next page stands.</param>
    private sealed record Sitting(Reader Reader, Random Random, HttpLine Line, int At, Circuit? Circuit);

    /// <summary>Each page twice, one after the other: for the compiler, and to see that it is there.</summary>
    internal static void WarmUp(BenchHost host, IReadOnlyList<Reader> readers)
    {
        using var line = new HttpLine(host.Port);
        foreach (var reader in readers.DistinctBy(r => (r.Role, r.Cookie)))
        {
            foreach (var page in reader.Round)
            {
                Whole(line, reader.Role, reader.Cookie, page.Address());
                var alone = Whole(line, reader.Role, reader.Cookie, page.Address()).Milliseconds;
                if (alone > reader.Limit) Console.WriteLine($"alone: {alone,6:F0} ms  {reader.Role} {page.Name}");
            }
        }
    }

    private static async Task<Circuit> ConnectAsync(int port, HttpLine line, string cookie, PageCall page, CancellationToken ct)
    {
        var address = Escaped(page.Address());
        return await Circuit.OpenAsync(port, cookie, address, Whole(line, "", cookie, address).Body, ct);
    }

    private static async Task<double> InsideAsync(Circuit circuit, Reader reader, PageCall page)
    {
        try { return await circuit.GoAsync(Escaped(page.Address()), page.Still); }
        catch (InvalidOperationException e) { throw new InvalidOperationException($"{reader.Role} {page.Name}: {e.Message}", e); }
    }

    private static (double Milliseconds, string Body) Whole(HttpLine line, string role, string? cookie, string address)
    {
        var (path, began) = (Escaped(address), Stopwatch.GetTimestamp());
        var answer = line.Get(path, cookie);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return answer.Status == 200 ? (took, answer.Body) : throw new InvalidOperationException($"{address} was answered to {role} with {answer.Status}.");
    }

    private static string Escaped(string address) => string.Concat(address.Select(c => c > 0x7F ? Uri.EscapeDataString(c.ToString()) : c.ToString()));
}
