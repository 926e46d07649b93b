using System.Diagnostics;
using System.Globalization;
using Hotline.Bench.Speech;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;

// ./hotline bench speech CLIPS.tsv [--show]: recognises every clip of the list (file, text; tab-separated, with a head line), one thread.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.FirstOrDefault(a => a.EndsWith(".tsv", StringComparison.Ordinal)) is not { } list || !File.Exists(list))
{
    Console.Error.WriteLine("Which clips? ./hotline bench speech CLIPS.tsv: a list of WAV files beside it, with what is said in each.");
    return 2;
}

var clips = Clip.ReadList(list);
using var engine = new WhisperCpp(new SpeechOptions { Workers = 1 }, TimeProvider.System, NullLogger<WhisperCpp>.Instance);
if (!engine.State.IsReady) throw new InvalidOperationException(engine.State.Message);

await engine.TranscribeAsync(clips[0].Samples, CancellationToken.None); // the first one also makes the working memory
var (errors, exact, began, cpu) = (0, 0, Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
foreach (var clip in clips)
{
    var heard = await engine.TranscribeAsync(clip.Samples, CancellationToken.None);
    var wrong = clip.ErrorsIn(heard.Text);
    (errors, exact) = (errors + wrong, exact + (wrong == 0 ? 1 : 0));
    if (args.Contains("--show")) Console.WriteLine($"{Path.GetFileName(clip.File)}\t{wrong}\t{heard.Confidence:0.000}\t{heard.Text}\t{clip.Text}");
}

var (wall, seconds) = (Stopwatch.GetElapsedTime(began).TotalSeconds, clips.Sum(clip => clip.Seconds));
Console.WriteLine($"{clips.Count} clips, {seconds:0.0} s: character errors {100.0 * errors / clips.Sum(clip => clip.Text.Length):0.00} %, exact {exact}, "
    + $"real-time factor {wall / seconds:0.000} wall, {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds / seconds:0.000} CPU");
return 0;
