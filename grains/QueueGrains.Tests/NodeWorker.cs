using System.Diagnostics;
using System.Text.Json;

namespace Hotline.QueueGrains.Tests;

/// <summary>Not a test of its own: a node in a process of its own, with an agent who never answers, until it is killed. The process is the test program itself.</summary>
public sealed class NodeWorker
{
    private const string Variable = "HOTLINE_NODE_WORKER";

    private sealed record Orders(string Connection, string Keys, string Agent);

    [Fact(Explicit = true)]
    public async Task Works_until_it_is_killed()
    {
        var orders = JsonSerializer.Deserialize<Orders>(Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"{Variable} says what to do; a test sets it."))!;
        await using var node = await Node.StartAsync("worker", orders.Connection, orders.Keys);
        node.Hotline.Agent(orders.Agent, 1200);
        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
    }

    internal static Process Start(string connection, string keys, string agent)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(NodeWorker).Assembly.Location, "-class", typeof(NodeWorker).FullName!, "-explicit", "only", "-noLogo"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { [Variable] = JsonSerializer.Serialize(new Orders(connection, keys, agent)) },
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
