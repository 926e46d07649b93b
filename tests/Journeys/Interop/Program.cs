using System.Diagnostics;
using System.Text;

namespace Hotline.Journeys.Interop;

/// <summary>Somebody else's SIP program, run for a test. What it prints is kept; it ends with the test.</summary>
internal sealed class Program : IAsyncDisposable
{
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    internal Program(string file, IEnumerable<string> arguments, string folder)
    {
        _process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            Environment = { ["HOME"] = folder },
        })!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    internal string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    internal static void NeedsOf(string file, string package) =>
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, file))), $"{file} is not installed: apt-get install {package}");

    internal async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    internal async Task<int> EndAsync(TimeSpan patience)
    {
        using var over = new CancellationTokenSource(patience);
        await _process.WaitForExitAsync(over.Token);
        return _process.ExitCode;
    }

    internal async Task UntilAsync(string words)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (!Output.Contains(words, StringComparison.OrdinalIgnoreCase))
        {
            if (_process.HasExited || patience.IsCancellationRequested) Assert.Fail($"It never said \"{words}\":\n{Output}");
            await Task.Delay(100);
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output) _output.AppendLine(line.Data);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
