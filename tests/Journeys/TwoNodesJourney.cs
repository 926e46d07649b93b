using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Npgsql;

namespace Hotline.Journeys;

/// <summary>Two media nodes on one database behind Kamailio's dispatcher, as samples/kamailio sets it up: calls are spread, a drained node rests, a dead one is passed over.</summary>
public sealed partial class TwoNodesJourney : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-spread-").FullName;
    private readonly int _port = FreePorts.Next();
    private readonly ConcurrentQueue<string> _said = new();
    private Process? _kamailio;
    private Node _first = null!;
    private Node _second = null!;

    private static string? Kamailio { get; } = Environment.GetEnvironmentVariable("KAMAILIO") is { Length: > 0 } program ? program : null;

    public async ValueTask InitializeAsync()
    {
        if (Kamailio is null) return;
        var database = await JourneyPostgres.NewDatabaseAsync();
        (_first, _second) = (new("n1", database, _folder), new("n2", database, _folder));
        await _first.InitializeAsync();
        await _second.InitializeAsync();
        var nodes = Path.Combine(_folder, "nodes.list");
        await File.WriteAllLinesAsync(nodes, new[] { _first, _second }.Select(n => string.Create(CultureInfo.InvariantCulture, $"1 sip:127.0.0.1:{n.SipPort} 0 0")));
        // its modules lie beside it, wherever it was unpacked
        var libraries = Directory.GetDirectories(Path.Combine(Path.GetDirectoryName(Kamailio)!, "..", "lib"), "*-linux-gnu").Select(d => Path.Combine(d, "kamailio")).First(Directory.Exists);
        _kamailio = Process.Start(new ProcessStartInfo(
            Kamailio,
            ["-DD", "-E", "-f", Checkout.Samples("kamailio", "kamailio.cfg"), "-L", Path.Combine(libraries, "modules") + "/", "-Y", _folder, "-P", Path.Combine(_folder, "kamailio.pid"), "-m", "32", "-M", "8",
                "-A", string.Create(CultureInfo.InvariantCulture, $"LISTEN=udp:127.0.0.1:{_port}"), "-A", $"NODES=\"{nodes}\""])
        {
            RedirectStandardError = true, UseShellExecute = false,
        })!;
        _kamailio.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _kamailio.BeginErrorReadLine();
    }

    [Fact]
    public async Task Calls_are_spread_a_drained_node_rests_and_a_dead_one_is_passed_over()
    {
        Assert.SkipWhen(Kamailio is null, "Kamailio is not there: ./hotline test brings it and says where it is (KAMAILIO).");
        await UntilSpreadAsync();
        await CallAsync(4);
        Assert.Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["n1"] = 2, ["n2"] = 2 }, await CallsAsync());

        using var administrator = await _first.ClientAsync("admin");
        Assert.Equal(HttpStatusCode.NoContent, (await administrator.PostAsync("operations/drain", new { })).Status);
        Assert.True((bool)(await administrator.GetAsync("operations/node")).Body!["now"]!["draining"]!);
        await CallAsync(3);
        Assert.Equal(5, (await CallsAsync())["n2"]);

        await administrator.DeleteAsync("operations/drain");
        for (var patience = 0; (await CallsAsync())["n1"] == 2; patience++)
        {
            Assert.True(patience < 10, "The first node gets no calls again."); // kamailio asks every second
            await CallAsync(1);
        }

        var before = (await CallsAsync())["n1"];
        await _second.KillAsync();
        await CallAsync(3);
        Assert.Equal(before + 3, (await CallsAsync())["n1"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_kamailio is { HasExited: false })
        {
            _kamailio.Kill(entireProcessTree: true);
            await _kamailio.WaitForExitAsync();
        }

        _kamailio?.Dispose();
        if (_first is not null) await _first.DisposeAsync();
        if (_second is not null) await _second.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The first OPTIONS are answered: a call goes through.</summary>
    private async Task UntilSpreadAsync()
    {
        while ((await _first.CallAsync(Checkout.Samples("prompts", "goodbye.wav"), _port)).Code != 0)
        {
            Assert.False(_kamailio!.HasExited, string.Join('\n', _said));
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        await using var db = NpgsqlDataSource.Create(_first.Database);
        await Task.Delay(500, TestContext.Current.CancellationToken); // its record is written
        await db.ReadAsync("delete from telephony.call returning 1", [], row => row.GetInt32(0), TestContext.Current.CancellationToken);
    }

    /// <summary>One after the other; each is answered and hears the greeting.</summary>
    private async Task CallAsync(int calls)
    {
        for (; calls > 0; calls--)
        {
            var (code, output) = await _first.CallAsync(Checkout.Samples("prompts", "goodbye.wav"), _port);
            Assert.True(code == 0, output);
            Assert.True(int.Parse(Received().Match(output).Groups["packets"].Value, CultureInfo.InvariantCulture) > 50, output);
        }
    }

    private async Task<Dictionary<string, long>> CallsAsync()
    {
        await using var db = NpgsqlDataSource.Create(_first.Database);
        var rows = await db.ReadAsync(
            "select host, count(*) from telephony.call where answered_at is not null group by host", [], row => (row.GetString(0), row.GetInt64(1)), TestContext.Current.CancellationToken);
        return rows.ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"received (?<packets>\d+) packets", RegexOptions.ExplicitCapture)]
    private static partial Regex Received();

    /// <summary>One of several nodes: database and keys are common to all.</summary>
    private sealed class Node(string name, string database, string keys) : HotlineHost
    {
        protected override Task<string> DatabaseAsync() => Task.FromResult(database);

        protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Telephony__Node"] = name,
            ["Tickets__KeyFile"] = Path.Combine(keys, "requesters.key"),
            ["Telephony__RecordingKeyFile"] = Path.Combine(keys, "recordings.key"),
            ["Accounts__Keys"] = Path.Combine(keys, "cookies"),
        };
    }
}
