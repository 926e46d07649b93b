using System.Diagnostics;
using System.Globalization;

namespace Hotline.Journeys;

/// <summary>A desk that answers every call, as its own program: sipp's built-in server.</summary>
internal sealed class PoliceDesk : IDisposable
{
    private readonly Process _sipp;

    internal PoliceDesk(int port)
    {
        _sipp = Process.Start(new ProcessStartInfo(
            "sipp", ["-sn", "uas", "-i", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-nostdin"])
        {
            WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        _sipp.BeginOutputReadLine(); // what it paints on the screen must not fill the pipe
        _sipp.BeginErrorReadLine();
    }

    public void Dispose()
    {
        _sipp.Kill();
        _sipp.WaitForExit(); // the next desk of this port finds it free
        _sipp.Dispose();
    }
}
