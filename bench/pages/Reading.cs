using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hotline.Bench;

/// <summary>A page that was opened.</summary>
/// <param name="Inside">Gone to inside an open circuit; otherwise asked for whole, as with a new tab.</param>
internal readonly record struct Opened(string Role, string Page, bool Inside, double Limit, double Milliseconds);

/// <summary>
/// Everybody reads at once. A whole page takes from the sent request to the last byte of the answer, over loopback; a page inside a
/// circuit from the click to the last drawing of a complete page.
/// </summary>
internal static class Reading
{
    internal static async Task<IReadOnlyList<Opened>> RunAsync(BenchHost host, IReadOnlyList<Reader> readers, TimeSpan time, TimeSpan pause, CancellationToken ct)
    {
        ThreadPool.SetMinThreads(2 * readers.Count, 16);
        var (opened, since) = (new ConcurrentQueue<Opened>(), Stopwatch.StartNew());
        await Task.WhenAll(readers.Select((reader, i) => Task.Run(() => OpenAsync(reader, new Random(i)), ct)));
        return [.. opened];

        async Task OpenAsync(Reader reader, Random random)
        {
            using var line = new HttpLine(host.Port);
            await Task.Delay(pause * random.NextDouble(), ct);
            var at = random.Next(reader.Round.Count);
            await using var circuit = reader.Cookie is { } cookie && reader.IsStaff ? await ConnectAsync(host.Port, line, cookie, reader.Round[at], ct) : null;
            for (at++; since.Elapsed < time; at++)
            {
                var page = reader.Round[at % reader.Round.Count];
                opened.Enqueue(new(reader.Role, page.Name, Inside: false, reader.Limit, Whole(line, reader.Role, reader.Cookie, page.Address()).Milliseconds));
                await Task.Delay(pause * (0.5 + random.NextDouble()), ct);
                if (circuit is null || page.IsPlain) continue;
                opened.Enqueue(new(reader.Role, page.Name, Inside: true, reader.Limit, await InsideAsync(circuit, reader, page)));
                await Task.Delay(pause * (0.5 + random.NextDouble()), ct);
            }
        }
    }

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
