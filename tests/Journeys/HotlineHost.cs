using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace Hotline.Journeys;

/// <summary>
/// The built program as a process of its own, on free ports, with its own database in a real PostgreSQL and a temporary data
/// folder. It can be killed and started again on the same data.
/// </summary>
public class HotlineHost : IAsyncLifetime
{
    private static int _started;
    private readonly string _log = Path.Combine(Checkout.Artifacts("journeys"), $"host-{Environment.ProcessId}-{Interlocked.Increment(ref _started)}.log");
    private readonly int _firstRtp = 20_000 + (Random.Shared.Next(50) * 200); // below the kernel's ephemeral ports, unlike other hosts of this machine
    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, CookieContainer> _cookies = new(StringComparer.Ordinal);
    private Process? _process;

    public int HttpPort { get; } = FreePorts.Next();

    public int SipPort { get; } = FreePorts.Next();

    /// <summary>Where this host hands police matters to: a test's own 110 desk may listen here.</summary>
    public int PolicePort { get; } = FreePorts.Next();

    public Uri Address => new($"http://127.0.0.1:{HttpPort}");

    public string Data { get; } = Directory.CreateTempSubdirectory("hotline-journey-").FullName;

    internal string Database { get; private set; } = "";

    /// <summary>Everything the program printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Where the host looks for whisper.cpp.</summary>
    protected virtual string SpeechLibrary => Checkout.SpeechLibrary;

    /// <summary>False: the host starts a private PostgreSQL below its data folder, as it does for users.</summary>
    protected virtual bool TakesDatabase => true;

    /// <summary>Further settings, as environment variables.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal);

    protected virtual Task<string> DatabaseAsync() => JourneyPostgres.NewDatabaseAsync();

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(Data, (UnixFileMode)0b111_001_001); // the user postgres passes through
        if (TakesDatabase) Database = await DatabaseAsync();
        await StartAsync();
    }

    /// <summary>Returns when every part can serve.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.Program, $"--data={Data}", $"--http-port={HttpPort}", $"--sip-port={SipPort}"])
        {
            WorkingDirectory = Checkout.Root, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        if (TakesDatabase) start.Environment["ConnectionStrings__Hotline"] = Database;
        start.Environment["HOTLINE_WHISPER"] = SpeechLibrary;
        start.Environment["ASPNETCORE_DETAILEDERRORS"] = "true"; // what a page could not do is told to the browser, where a story reads it
        start.Environment["Limits__SignIn"] = start.Environment["Limits__Report"] = start.Environment["Limits__LookUp"] = "6000"; // all of us come from one address
        start.Environment["Telephony__PoliceAddress"] = $"sip:110@127.0.0.1:{PolicePort}";
        start.Environment["Telephony__OutboundGateway"] = $"127.0.0.1:{PolicePort}";
        start.Environment["Telephony__FirstRtpPort"] = Text(_firstRtp);
        start.Environment["Telephony__LastRtpPort"] = Text(_firstRtp + 199);
        foreach (var (name, value) in Settings) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await UntilReadyAsync();
    }

    /// <summary>Ends the program as a power cut would: no handler of ours runs.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the program to end (SIGTERM) and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var term = Process.Start("sh", ["-c", "kill -TERM " + Text(_process!.Id)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>A client with cookies of its own, signed in where an account is named.</summary>
    internal async Task<ApiClient> ClientAsync(string? account = null)
    {
        var client = new ApiClient(Address);
        if (account is not null) await client.SignInAsync(account);
        return client;
    }

    /// <summary>Another client of somebody who is signed in already: for stories of many small requests.</summary>
    internal async Task<ApiClient> SignedInAsync(string account)
    {
        if (!_cookies.TryGetValue(account, out var cookies))
        {
            using var first = await ClientAsync(account);
            _cookies[account] = cookies = first.Cookies;
        }

        return new ApiClient(Address, cookies);
    }

    /// <summary>The agent goes home, whatever the page shows.</summary>
    internal async Task SignOutAsync(string agent)
    {
        using var api = await ClientAsync(agent);
        Assert.Equal(HttpStatusCode.NoContent, await api.DeleteAsync("seat"));
    }

    /// <summary>Runs the command <c>call</c> of the program against this host; returns its exit code and what it printed.</summary>
    /// <param name="port">Where the call goes instead of this host's own SIP port; then nobody waits for an agent.</param>
    internal async Task<(int Code, string Output)> CallAsync(string wav, int? port = null)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Checkout.Program, "call", wav, $"--sip=127.0.0.1:{port ?? SipPort}", .. port is null ? Array.Empty<string>() : ["--wait=1"]])
        {
            WorkingDirectory = Checkout.Root, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await StopAsync();
        _process?.Dispose();
        await File.WriteAllTextAsync(_log, Output);
        Directory.Delete(Data, recursive: true);
        GC.SuppressFinalize(this);
    }

    private async Task UntilReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            if (_process!.HasExited) throw new InvalidOperationException($"The program ended with {_process.ExitCode}:\n{Output}");
            if (await IsReadyAsync(http, patience.Token)) return;
            await Task.Delay(200, patience.Token);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null) return;
        lock (_output) _output.AppendLine(line.Data);
    }
}
