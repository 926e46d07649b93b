using System.Buffers;
using System.Globalization;
using System.Net;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Agent.Blazor.CommandLine;

/// <summary>`call WAV`: a citizen's phone on the command line. Calls the running host, speaks the file, prints what happens.</summary>
internal static class CallCommand
{
    private static readonly SearchValues<char> Keys = SearchValues.Create("0123456789*#ABCD");
    private static readonly TimeSpan WaitForAgent = TimeSpan.FromMinutes(10);

    internal static async Task<int> RunAsync(string[] words)
    {
        var options = new Options(words, "to", "from", "dtmf", "sip", "hear", "wait");
        if (options.Plain is not [var file]) throw new UsageException("which file? ./hotline call FILE.wav [--to=12345] [--from=13800138000] [--dtmf=1#] [--sip=127.0.0.1:5060] [--hear=FILE.wav] [--wait=SECONDS]");
        var hotline = Target(options["sip"] ?? "127.0.0.1:5060");
        var dtmf = options["dtmf"] ?? "";
        if (dtmf.AsSpan().ContainsAnyExcept(Keys)) throw new UsageException($"--dtmf={dtmf} has a character that is no key: use 0-9 * # A-D");
        var speech = Load(file);

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        await using var phone = await CitizenPhone.StartAsync(new PhoneOptions(), TimeProvider.System, NullLoggerFactory.Instance, stop.Token);
        await using var call = phone.Call(hotline, options["to"] ?? "12345", options["from"] ?? "13800138000", Print);
        if (options["hear"] is { } hear) call.RecordTo(Path.GetFullPath(hear));
        return await TalkAsync(call, speech, dtmf, Seconds(options["wait"]), stop.Token);
    }

    private static async Task<int> TalkAsync(PhoneCall call, Prompt speech, string dtmf, TimeSpan stay, CancellationToken ct)
    {
        try
        {
            await call.Answered.WaitAsync(ct);
            if (dtmf.Length > 0) call.Press(dtmf);
            await call.SpeakAsync(speech, ct);
            await Task.WhenAny(call.Ended, Task.Delay(stay, TimeProvider.System, ct));
        }
        catch (CallRefusedException e)
        {
            await Console.Error.WriteLineAsync($"hotline: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("hanging up");
        }

        await call.CloseAsync(CancellationToken.None);
        var heard = call.Statistics;
        Console.WriteLine($"received {heard.PacketsIn} packets, lost {heard.Lost}");
        return 0;
    }

    private static Prompt Load(string file)
    {
        try { return Prompt.Load(file); }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException) { throw new UsageException(e.Message); }
    }

    private static IPEndPoint Target(string text) => IPEndPoint.TryParse(text, out var target) && target.Port > 0
        ? target
        : throw new UsageException($"--sip={text} is not ADDRESS:PORT, such as 127.0.0.1:5060");

    private static TimeSpan Seconds(string? text) => text switch
    {
        null => WaitForAgent,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var s) && s is >= 0 and <= 86400 => TimeSpan.FromSeconds(s),
        _ => throw new UsageException($"--wait={text} is not a number of seconds"),
    };

    private static void Print(PhoneStep step) => Console.WriteLine($"{step.At.ToLocalTime():HH:mm:ss.fff}  {step.What,-12} {step.Detail}");
}
