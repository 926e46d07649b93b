using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hotline.Agent.Blazor.CommandLine;

/// <summary>A Hotline host that a command starts for itself: this very program, on free ports, with a data folder of its own.</summary>
internal sealed class ChildHost : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private ChildHost(Process process, string folder, int http, int sip, int police)
    {
        (_process, _folder, SipPort, PolicePort) = (process, folder, sip, police);
        Web = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{http}"));
    }

    internal Uri Web { get; }

    internal int SipPort { get; }

    internal int PolicePort { get; }

    /// <exception cref="InvalidOperationException">It ended, or was not ready within two minutes; the message has its last words.</exception>
    internal static async Task<ChildHost> StartAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("hotline-demo-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001); // the user postgres passes through
        var (http, sip, police) = (FreePort(), FreePort(), FreePort());
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                $"--data={folder}", $"--http-port={http}", $"--sip-port={sip}",
                $"--police=sip:110@127.0.0.1:{police}",
            },
            Environment = { ["HOTLINE_WHISPER"] = Environment.GetEnvironmentVariable("HOTLINE_WHISPER") ?? Path.GetFullPath(".data/whisper") },
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Insert(0, typeof(ChildHost).Assembly.Location);
        var host = new ChildHost(Process.Start(start)!, folder, http, sip, police);
        var words = host.KeepLastWords();
        try
        {
            await host.ReadyAsync(words, ct);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {_process.Id}")])) { }
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            try { await _process.WaitForExitAsync(patience.Token); }
            catch (OperationCanceledException) { _process.Kill(entireProcessTree: true); }
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ReadyAsync(Queue<string> words, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = Web, Timeout = TimeSpan.FromSeconds(5) };
        for (var attempt = 0; attempt < 480; attempt++)
        {
            if (_process.HasExited) break;
            try
            {
                using var answer = await http.GetAsync("/health/ready", ct);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                // not listening yet
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), ct);
        }

        lock (words) throw new InvalidOperationException($"The host for the demo did not become ready. Its last words:\n{string.Join('\n', words)}");
    }

    private Queue<string> KeepLastWords()
    {
        var words = new Queue<string>();
        void Keep(object _, DataReceivedEventArgs line)
        {
            if (line.Data is null) return;
            lock (words)
            {
                words.Enqueue(line.Data);
                if (words.Count > 40) words.Dequeue();
            }
        }

        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return words;
    }

    private static int FreePort()
    {
        while (true)
        {
            using var tcp = new TcpListener(IPAddress.Loopback, 0);
            tcp.Start();
            var port = ((IPEndPoint)tcp.LocalEndpoint).Port;
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try { udp.Bind(new IPEndPoint(IPAddress.Loopback, port)); }
            catch (SocketException) { continue; }

            return port;
        }
    }
}
