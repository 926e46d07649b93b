using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hotline.Bench.Signalling;

/// <summary>A SIP server under load: one process, or a first one with its children.</summary>
internal sealed class Server(string name, Server.Run run, int port, string number) : IAsyncDisposable
{
    /// <summary>A started program and what it said last.</summary>
    internal sealed record Run(Process Process, ConcurrentQueue<string> Said);

    private static readonly double TicksPerSecond = 100; // USER_HZ on every Linux that .NET runs on

    internal string Name => name;
    internal int Port => port;
    internal string Number => number;

    /// <summary>Processor time of the process and its children, in seconds, and their memory in MB.</summary>
    internal (double Seconds, long Megabytes) Usage()
    {
        if (run.Process.HasExited) throw new InvalidOperationException($"{name} ended with {run.Process.ExitCode}:\n{string.Join('\n', run.Said)}");
        var (ticks, pages) = (0L, 0L);
        foreach (var fields in Stats().Where(s => s.Id == run.Process.Id || s.Parent == run.Process.Id))
        {
            ticks += fields.Ticks;
            pages += fields.Pages;
        }

        return (ticks / TicksPerSecond, pages * Environment.SystemPageSize >> 20);
    }

    internal static Server Sipp()
    {
        var port = FreePort();
        return new("sipp uas", Start("sipp", ["-sn", "uas", "-i", "127.0.0.1", "-p", Text(port), "-nostdin", "-buff_size", "4194304", "-deadcall_wait", "0"]), port, "service");
    }

    /// <summary>Null where kamailio is neither installed nor unpacked by ./hotline test, which tells where it is.</summary>
    internal static Server? Kamailio(string folder)
    {
        if (Environment.GetEnvironmentVariable("KAMAILIO") is not { Length: > 0 } program) return null;
        var port = FreePort();
        var libraries = Path.Combine(Path.GetDirectoryName(program)!, "..", "lib");
        var modules = Directory.GetDirectories(libraries, "*-linux-gnu").Select(d => Path.Combine(d, "kamailio")).First(Directory.Exists);
        var settings = Path.Combine(folder, "kamailio.cfg");
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "kamailio.cfg"));
        File.WriteAllText(settings, text.Replace("@PORT@", Text(port), StringComparison.Ordinal).Replace("@MODULES@", modules + "/modules/", StringComparison.Ordinal));
        return new("kamailio tm", Start(program, ["-DD", "-E", "-f", settings, "-w", folder, "-P", Path.Combine(folder, "pid"), "-Y", folder, "-m", "2048"]), port, "12345");
    }

    /// <summary>The built host, with the limits a load from one address needs.</summary>
    internal static async Task<Server> HotlineAsync(string connection, string folder, bool recorded)
    {
        var (http, sip) = (FreePort(), FreePort());
        string[] settings =
        [
            "Telephony:MaxInvitesPerSecondPerSource=0", "Telephony:MaxCalls=20000", "Telephony:FirstRtpPort=10000", "Telephony:LastRtpPort=31999",
            "Telephony:Lines:0:Number=10000", "Telephony:Lines:0:Greeting=none", $"Telephony:Lines:0:Recorded={recorded}", $"Telephony:Lines:0:Transcribed={recorded}", "Tickets:SampleTickets=false",
        ];
        var run = Start("dotnet", ["artifacts/bin/Agent.Blazor/release/Hotline.Agent.Blazor.dll", $"--data={folder}", $"--http-port={http}", $"--sip-port={sip}", .. settings.Select(s => "--" + s)],
            ("ConnectionStrings__Hotline", connection));
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{Text(http)}"), Timeout = TimeSpan.FromSeconds(5) };
        for (var since = Stopwatch.StartNew(); !await IsReadyAsync(client); await Task.Delay(100))
            if (run.Process.HasExited || since.Elapsed > TimeSpan.FromMinutes(3)) throw new InvalidOperationException($"The host did not become ready:\n{string.Join('\n', run.Said)}");
        return new("hotline", run, sip, "10000");
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false; // not listening yet
        }
    }

    private static Run Start(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var run = new Run(Process.Start(start)!, new());
        void Keep(object sender, DataReceivedEventArgs line)
        {
            run.Said.Enqueue(line.Data ?? "");
            while (run.Said.Count > 60) run.Said.TryDequeue(out _);
        }

        run.Process.OutputDataReceived += Keep;
        run.Process.ErrorDataReceived += Keep;
        run.Process.BeginOutputReadLine(); // a full pipe would stop it
        run.Process.BeginErrorReadLine();
        return run;
    }

    /// <summary>proc(5), stat: parent is the 4th field, utime and stime the 14th and 15th, rss the 24th.</summary>
    private static IEnumerable<(int Id, int Parent, long Ticks, long Pages)> Stats()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => char.IsAsciiDigit(Path.GetFileName(f)[0])))
        {
            string text;
            try
            {
                text = File.ReadAllText(Path.Combine(folder, "stat"));
            }
            catch (IOException)
            {
                continue; // ended meanwhile
            }

            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            long At(int field) => long.Parse(fields[field - 3], CultureInfo.InvariantCulture);
            yield return (int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), (int)At(4), At(14) + At(15), At(24));
        }
    }

    internal static int FreePort()
    {
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)udp.Client.LocalEndPoint!).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        using (Process.Start("sh", ["-c", $"kill -TERM {Text(run.Process.Id)}"])) { }
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await run.Process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            run.Process.Kill(entireProcessTree: true);
        }

        run.Process.Dispose();
    }
}
