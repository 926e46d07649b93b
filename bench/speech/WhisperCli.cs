using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotline.Bench.Speech;

/// <summary>whisper.cpp's own command line, built by build-whisper.sh --cli from the same source with the same flags.</summary>
internal sealed partial class WhisperCli(string program)
{
    // a process that has exited no longer tells what it used; the shell that waited for it does
    private const string Timed = "TIMEFORMAT='processor %U %S'; time \"$0\" \"$@\"";

    internal static WhisperCli? Find(string folder)
    {
        var program = Path.GetFullPath(Path.Combine(folder, "whisper-cli"));
        if (File.Exists(program)) return new(program);
        Console.Error.WriteLine($"No {program}: not compared. Build it: src/Telephony/Speech/build-whisper.sh --cli {folder}");
        return null;
    }

    /// <summary>All clips in one process, one thread; what it spends on loading the model is taken off by its own account.</summary>
    internal async Task<Run> RunAsync(string model, IReadOnlyList<Clip> clips, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("hotline-whisper-cli-");
        try
        {
            string Text(int clip) => Path.Combine(folder.FullName, clip.ToString(CultureInfo.InvariantCulture));
            string[] files = [.. clips.SelectMany((clip, i) => new[] { "-f", clip.File, "-of", Text(i) })];
            using var process = Process.Start(new ProcessStartInfo("bash", ["-c", Timed, program, "-m", Path.GetFullPath(model), "-l", "zh", "-t", "1", "-otxt", .. settings, .. files])
            {
                UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true,
            })!;
            var (said, _) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
            var log = await said;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"whisper-cli failed: {log}");

            var load = Milliseconds(log, "load");
            var texts = clips.Select((_, i) => File.ReadAllText(Text(i) + ".txt").ReplaceLineEndings("").Trim()).ToList();
            return new(texts, (Milliseconds(log, "total") - load) / 1000, Processor(log) - (load / 1000));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Milliseconds(string log, string what) =>
        Timing().Matches(log).Where(m => m.Groups["what"].Value == what).Select(m => double.Parse(m.Groups["ms"].Value, CultureInfo.InvariantCulture)).Single();

    private static double Processor(string log) => log[(log.LastIndexOf("processor ", StringComparison.Ordinal) + 10)..]
        .Split(' ', StringSplitOptions.TrimEntries).Sum(seconds => double.Parse(seconds, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<what>load|total) time = +(?<ms>[\d.]+) ms", RegexOptions.ExplicitCapture)]
    private static partial Regex Timing();
}
