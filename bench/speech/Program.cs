using System.Diagnostics;
using System.Globalization;
using Hotline.Bench.Speech;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;

// ./hotline bench speech CLIPS.tsv [--show] [--rounds=3] [--speakers=1,4,8] [--seconds=30] [--cli=.data/whisper-cli]
// Recognises every clip of the list (file, text; tab-separated, with a head line) with one thread, by turns with whisper.cpp's own
// command line where it was built (src/Telephony/Speech/build-whisper.sh --cli .data/whisper-cli); then the delay of live texts.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.FirstOrDefault(a => a.EndsWith(".tsv", StringComparison.Ordinal)) is not { } list || !File.Exists(list))
{
    Console.Error.WriteLine("Which clips? ./hotline bench speech CLIPS.tsv: a list of WAV files beside it, with what is said in each.");
    return 2;
}

string Setting(string name, string otherwise) => args.FirstOrDefault(a => a.StartsWith($"--{name}=", StringComparison.Ordinal))?[(name.Length + 3)..] ?? otherwise;
int Number(string name, int otherwise) => int.Parse(Setting(name, $"{otherwise}"), CultureInfo.InvariantCulture);

var clips = Clip.ReadList(list);
var options = new SpeechOptions { Workers = 1, Library = Environment.GetEnvironmentVariable("HOTLINE_WHISPER") ?? ".data/whisper" };
using var engine = new WhisperCpp(options, TimeProvider.System, NullLogger<WhisperCpp>.Instance);
if (!engine.State.IsReady) throw new InvalidOperationException(engine.State.Message);

await engine.TranscribeAsync(clips[0].Samples, CancellationToken.None); // the first one also makes the working memory
var runs = new List<(string Who, Func<Task<Run>> Go)> { ("hotline", OursAsync) };
if (WhisperCli.Find(Setting("cli", ".data/whisper-cli")) is { } cli)
{
    runs.Add(("whisper-cli as it comes", () => cli.RunAsync(options.Model, clips)));
    runs.Add(("whisper-cli greedy, no fallback", () => cli.RunAsync(options.Model, clips, "-bs", "1", "-bo", "1", "-nf")));
}

Console.WriteLine($"{clips.Count} clips, {clips.Sum(clip => clip.Seconds):0.0} s, {Path.GetFileName(options.Model)}, one thread, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
Console.WriteLine("The demo model knows its own kind of sentences only: these error rates say nothing about free speech.");
Console.WriteLine("| round | who | character errors % | exact | real-time factor wall | CPU | CPU, hotline = 1 |");
Console.WriteLine("|---|---|---|---|---|---|---|");
for (var round = 1; round <= Number("rounds", 3); round++)
{
    var ours = 0.0;
    foreach (var (who, go) in runs)
    {
        var run = await go();
        if (who == "hotline") ours = run.Cpu;
        Console.WriteLine($"| {round} | {who} | {run.ErrorRate(clips):0.00} | {run.Exact(clips)} | {run.Wall / Seconds():0.000} | {run.Cpu / Seconds():0.000} | {run.Cpu / ours:0.0} |");
    }
}

await Latency.MeasureAsync(engine, options, clips, [.. Setting("speakers", "1,4,8").Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))], Number("seconds", 30));
return 0;

double Seconds() => clips.Sum(clip => clip.Seconds);

async Task<Run> OursAsync()
{
    var (texts, began, cpu) = (new List<string>(), Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
    foreach (var clip in clips)
    {
        var heard = await engine.TranscribeAsync(clip.Samples, CancellationToken.None);
        texts.Add(heard.Text);
        if (args.Contains("--show")) Console.WriteLine($"{Path.GetFileName(clip.File)}\t{clip.ErrorsIn(heard.Text)}\t{heard.Confidence:0.000}\t{heard.Text}\t{clip.Text}");
    }

    return new(texts, Stopwatch.GetElapsedTime(began).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
}
