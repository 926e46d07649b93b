using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Media;

namespace Hotline.Media.Bench;

/// <summary>Who passes the callers' packets on.</summary>
internal abstract class Turn : IAsyncDisposable
{
    internal abstract string Name { get; }

    /// <summary>Its process; null is this one.</summary>
    protected Process? Process { get; init; }

    /// <param name="callers">The callers' ports.</param>
    /// <returns>Where the callers are to send, as <see cref="Lines.Reach"/> reads it.</returns>
    internal abstract Task<string> OpenAsync(int calls, int[] callers);

    internal Used Used => Used.Of(Process);
    internal long Memory => Used.MemoryOf(Process);

    /// <summary>What only it can tell of the measured time.</summary>
    internal virtual void Begin() { }
    internal virtual Task<string> EndAsync(int calls) => Task.FromResult("");

    public virtual ValueTask DisposeAsync()
    {
        Process?.Kill();
        Process?.Dispose();
        return ValueTask.CompletedTask;
    }

    protected static Process Start(string program, string arguments) => Process.Start(
        new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() })!;
}

/// <summary>The floor: 20 ms ticks, one recvmmsg a socket, one sendto a packet, as the engine does, and nothing between.</summary>
internal sealed class Floor : Turn
{
    internal Floor(int calls) => Process = Start(Environment.ProcessPath!, $"echo {2 * calls}");

    internal override string Name => "floor (our system calls, nothing else)";

    internal override async Task<string> OpenAsync(int calls, int[] callers) => (await Process!.StandardOutput.ReadLineAsync())!;

    internal static void Run(int sockets)
    {
        RealTimeThread.TryPromote(new MediaOptions().RealTimePriority);
        var datagrams = DatagramIo.Create();
        var legs = Enumerable.Range(0, sockets).Select(_ => Bind()).ToArray();
        Console.WriteLine(string.Join(',', legs.Select(leg => ((IPEndPoint)leg.LocalEndPoint!).Port)));
        var clock = Stopwatch.StartNew();
        for (var tick = 1; ; tick++)
        {
            var wait = (tick * MediaEngine.TickLength) - clock.Elapsed;
            if (wait > TimeSpan.Zero) Thread.Sleep(wait);
            foreach (var leg in legs) Echo(datagrams, leg);
        }
    }

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, DontFragment = true };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static void Echo(DatagramIo datagrams, Socket leg)
    {
        var count = datagrams.Receive(leg);
        for (var i = 0; i < count; i++) datagrams.Send(leg, datagrams.Data(i), datagrams.Source(i));
    }
}

/// <summary>sipp's audio echo: one socket for all, a thread that waits for it; no call, no recording.</summary>
internal sealed class Sipp : Turn
{
    private const int Port = 26000;

    internal Sipp()
    {
        Process = Start("sipp", $"-sn uas -rtp_echo -i 127.0.0.1 -p {Port - 100} -mi 127.0.0.1 -mp {Port} -nostdin");
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    internal static bool IsThere => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "sipp")));

    internal override string Name => "sipp -rtp_echo";

    internal override async Task<string> OpenAsync(int calls, int[] callers)
    {
        await Task.Delay(1000);
        return string.Join(',', Enumerable.Repeat(Port, 2 * calls));
    }
}
