using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Hotline.Telephony.Tests.Endpoints;

/// <summary>sipp with one of its own scenarios.</summary>
internal sealed class SippProcess : IDisposable
{
    private readonly Process _process;

    private SippProcess(string sipp, string[] arguments)
    {
        Port = FreePort();
        string[] all = [.. arguments, "-i", "127.0.0.1", "-mi", "127.0.0.1", "-p", Text(Port), "-mp", Text(FreePort()), "-nostdin", "-timeout", "60s"];
        _process = Process.Start(new ProcessStartInfo(sipp, all)
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        })!;
        _process.BeginOutputReadLine(); // read and dropped: a full pipe would stop it
        _process.BeginErrorReadLine();
    }

    internal int Port { get; }

    /// <summary>Listens when it is returned; skips where there is none.</summary>
    internal static async Task<SippProcess> StartAsync(params string[] arguments)
    {
        var sipp = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin").Select(folder => Path.Combine(folder, "sipp")).FirstOrDefault(File.Exists);
        Assert.SkipUnless(sipp is not null, "sipp is not installed: apt install sip-tester");
        var started = new SippProcess(sipp!, arguments);
        while (!started._process.HasExited && !IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Any(l => l.Port == started.Port))
            await Task.Delay(20, TestContext.Current.CancellationToken);
        return started;
    }

    internal async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port & ~1;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
