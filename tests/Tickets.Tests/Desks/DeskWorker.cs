using System.Diagnostics;
using System.Text.Json;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Handling;

namespace Hotline.Tickets.Tests.Desks;

/// <summary>
/// A host in a process of its own that takes notes on tickets, one after the other, until it is killed; it writes down what its desk
/// acknowledged. The process is the test program itself, asked for one explicit test.
/// </summary>
internal sealed class DeskWorker : IAsyncDisposable
{
    private const string Variable = "HOTLINE_DESK_WORKER";
    private readonly Process _process;
    private readonly Orders _orders;

    private DeskWorker(Process process, Orders orders) => (_process, _orders) = (process, orders);

    /// <param name="Said">The file of what was acknowledged, a line each.</param>
    internal sealed record Orders(string Connection, string Folder, string Said, IReadOnlyList<TicketId> Tickets);

    /// <param name="worker">Its explicit test calls <see cref="WorkAsync"/>.</param>
    internal static DeskWorker Start(DeskHosts hosts, IReadOnlyList<TicketId> tickets)
    {
        var orders = new Orders(hosts.Connection, hosts.Folder, Path.Combine(hosts.Folder, Guid.NewGuid() + ".said"), tickets);
        var start = new ProcessStartInfo("dotnet", [hosts.Worker.Assembly.Location, "-class", hosts.Worker.FullName!, "-explicit", "only", "-noLogo"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { [Variable] = JsonSerializer.Serialize(orders) },
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process, orders);
    }

    /// <summary>In the process: never ends by itself.</summary>
    internal static async Task WorkAsync(DeskEngine engine)
    {
        var orders = JsonSerializer.Deserialize<Orders>(Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"{Variable} says what to do; a test of the desk sets it."))!;
        var host = await DeskHost.StartAsync(orders.Connection, orders.Folder, engine, Ct);
        await using var said = new StreamWriter(orders.Said) { AutoFlush = true };
        for (var i = 0; ; i++)
        {
            var (ticket, text) = (orders.Tickets[i % orders.Tickets.Count], Text("worker", i));
            try
            {
                if (await host.Desk.HandleAsync(ticket, new NoteTicket(text), Sample.Agent, Ct) is Decision.Happened) await said.WriteLineAsync(text);
            }
            catch (TicketMovedOnException) { /* not acknowledged, not done */ }
        }
    }

    internal static string Text(string who, int i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{who} {i}");

    /// <summary>What it was acknowledged so far.</summary>
    internal IReadOnlyList<string> Said()
    {
        if (!File.Exists(_orders.Said)) return [];
        using var reader = new StreamReader(new FileStream(_orders.Said, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <exception cref="InvalidOperationException">It ended by itself.</exception>
    internal async Task UntilItSaidAsync(int count)
    {
        while (Said().Count < count)
        {
            if (_process.HasExited) throw new InvalidOperationException($"The worker ended by itself with {_process.ExitCode}.");
            await Task.Delay(20, Ct);
        }
    }

    /// <summary>SIGKILL: nothing is told to anybody.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}
