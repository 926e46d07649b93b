using System.Diagnostics;
using System.Text.Json;

namespace Hotline.Media.Bench;

/// <summary>One row: calls up, a while to settle, then the measured time.</summary>
internal static class Load
{
    // a jitter buffer judges twice 5 s before it has given up all that a start with every call at once has made it hold back
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(14);

    internal static async Task<Result> RunAsync(Turn turn, int calls, TimeSpan time)
    {
        var resident = turn.Memory;
        using var callers = Start();
        var ports = (await callers.StandardOutput.ReadLineAsync())!.Split(',').Select(int.Parse).ToArray();
        await callers.StandardInput.WriteLineAsync(await turn.OpenAsync(calls, ports));
        await Task.Delay(Settling);

        turn.Begin();
        var (before, clock) = (turn.Used, Stopwatch.StartNew());
        await callers.StandardInput.WriteLineAsync("measure");
        await Task.Delay(time);
        var (elapsed, used, memory) = (clock.Elapsed, turn.Used - before, turn.Memory - resident);
        await callers.StandardInput.WriteLineAsync("stop");
        var heard = JsonSerializer.Deserialize<Heard>((await callers.StandardOutput.ReadLineAsync())!)!;
        await callers.WaitForExitAsync();
        return new Result(turn.Name, calls, File.ReadAllText("/proc/loadavg").Split(' ')[0], elapsed, used, memory / 1024.0 / calls, heard, await turn.EndAsync(calls));
    }

    private static Process Start() => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, ["generate"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
}
