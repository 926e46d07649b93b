using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hotline.Bench;

/// <summary>The real host, Release, as a process of its own on free ports and a given database.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private const string Program = "artifacts/bin/Agent.Blazor/release/Hotline.Agent.Blazor.dll";
    private readonly Process _process;
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    private BenchHost(Process process, int port) => (_process, Port) = (process, port);

    internal int Port { get; }

    internal int ProcessId => _process.Id;

    /// <summary>From the start of the process to the first 200 of /health/ready.</summary>
    internal TimeSpan StartUp { get; private set; }

    /// <param name="searching">Waits until similar cases are found too: their index of a million tickets is built for minutes.</param>
    internal static async Task<BenchHost> StartAsync(string connectionString, string folder, CancellationToken ct, bool searching = true)
    {
        Directory.CreateDirectory(folder);
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false, RedirectStandardOutput = true,
            ArgumentList =
            {
                Program, "--data=" + folder, string.Create(CultureInfo.InvariantCulture, $"--http-port={port}"), string.Create(CultureInfo.InvariantCulture, $"--sip-port={FreePort()}"),
                "--Tickets:SampleTickets=false", "--Limits:LookUp=1000000000", "--Limits:Report=1000000000", "--Limits:SignIn=100000",
            },
            Environment = { ["ConnectionStrings__Hotline"] = connectionString },
        };
        var since = Stopwatch.StartNew();
        var host = new BenchHost(Process.Start(start)!, port);
        host._process.BeginOutputReadLine();
        await host.ReadyAsync(searching, ct);
        host.StartUp = since.Elapsed;
        return host;
    }

    /// <summary>The cookie of an account's session.</summary>
    internal string SignIn(string account)
    {
        lock (_cookies)
        {
            if (_cookies.TryGetValue(account, out var known)) return known;
            using var line = new HttpLine(Port);
            var answer = line.Post("/api/v1/session", null, $$"""{"account":"{{account}}","password":"hotline-12345"}""");
            if (answer.Status != 200) throw new InvalidOperationException($"Signing {account} in was answered with {answer.Status}.");
            return _cookies[account] = HttpLine.Field(answer.Head, "Set-Cookie")!.Split(';')[0];
        }
    }

    /// <summary>A life whose commands go to the host by that connection.</summary>
    internal Life NewLife(HttpLine line) => new((deed, address, body) =>
    {
        var cookie = deed.Account is { } account ? SignIn(account) : null;
        var answer = deed.Looks ? line.Get("/api/v1/" + address, cookie) : line.Post("/api/v1/" + address, cookie, body, deed.ContentType);
        return new(answer.Status, answer.Body);
    });

    /// <summary>Until the subscribers, the search index and the compiler have nothing more to do.</summary>
    /// <param name="cluster">The database's folder, where what it does by itself is waited for too: the sums of the days it keeps.</param>
    internal async Task QuietAsync(CancellationToken ct, string? cluster = null)
    {
        var often = TimeSpan.FromSeconds(1);
        for (var calm = 0; calm < 3;)
        {
            var before = Used();
            await Task.Delay(often, ct);
            calm = Used() - before < often * 0.15 ? calm + 1 : 0;
        }

        TimeSpan Used() => ProcessorTime.Of(ProcessId) + (cluster is null ? TimeSpan.Zero : ProcessorTime.OfFamily(cluster));
    }

    public async ValueTask DisposeAsync()
    {
        using (Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {_process.Id}")])) { }
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try { await _process.WaitForExitAsync(patience.Token); }
        catch (OperationCanceledException) { _process.Kill(); }

        _process.Dispose();
    }

    private async Task ReadyAsync(bool searching, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}")), Timeout = TimeSpan.FromSeconds(5) };
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromMinutes(60) && !_process.HasExited;)
        {
            try
            {
                using var answer = await http.GetAsync("/health/ready", ct);
                if (answer.StatusCode == HttpStatusCode.OK) return;
                if (!searching && (await answer.Content.ReadAsStringAsync(ct)).Contains("\"tickets\":{\"ok\":true", StringComparison.Ordinal)) return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested) { /* not listening yet */ }

            await Task.Delay(50, ct);
        }

        throw new InvalidOperationException("The host did not become ready.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
