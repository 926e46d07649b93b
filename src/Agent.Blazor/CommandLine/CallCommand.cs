using System.Buffers;
using System.Globalization;
using System.Net;
using Hotline.Telephony.Endpoints;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Sip.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Agent.Blazor.CommandLine;

/// <summary>`call WAV`: a citizen's phone on the command line. Calls the running host, speaks the file, prints what happens.</summary>
internal static class CallCommand
{
    private static readonly SearchValues<char> Keys = SearchValues.Create("0123456789*#ABCD");
    private static readonly TimeSpan WaitForAgent = TimeSpan.FromMinutes(10);

    internal static async Task<int> RunAsync(string[] words)
    {
        var options = new Options(words, "to", "from", "dtmf", "sip", "hear", "wait", "engines");
        if (options.Plain is not [var file]) throw new UsageException("which file? ./hotline call FILE.wav [--to=12345] [--from=13800138000] [--dtmf=1#] [--sip=127.0.0.1:5060] [--hear=FILE.wav] [--wait=SECONDS] [--engines=sip-sorcery]");
        var open = Hosting.Engines.Endpoint(options["engines"]);
        var hotline = Target(options["sip"] ?? "127.0.0.1:5060");
        var dtmf = options["dtmf"] ?? "";
        if (dtmf.AsSpan().ContainsAnyExcept(Keys)) throw new UsageException($"--dtmf={dtmf} has a character that is no key: use 0-9 * # A-D");
        var (speech, stay) = (Load(file), Seconds(options["wait"]));

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        await using var phone = await open(new PhoneOptions(), call => call.Reject(486), TimeProvider.System, NullLoggerFactory.Instance, stop.Token);
        var call = phone.Call(SipUri.Of(options["to"] ?? "12345", hotline), options["from"] ?? "13800138000");
        if (options["hear"] is { } hear) call.Record(Path.GetFullPath(hear));
        return await TalkAsync(call, speech, dtmf, stay, stop.Token);
    }

    private static async Task<int> TalkAsync(IEndpointCall call, Prompt speech, string dtmf, TimeSpan stay, CancellationToken ct)
    {
        try
        {
            if (await call.Ringing.WaitAsync(ct)) Print("ringing");
            if (!await call.Answered.WaitAsync(ct)) return await RefusedAsync(call);
            Print("answered");
            if (dtmf.Length > 0) Press(call, dtmf);
            Print("speaking", $"{speech.Length.TotalSeconds:0.0} s");
            Print(await call.PlayAsync(speech).WaitAsync(ct) ? "spoken" : "interrupted");
            await Task.WhenAny(call.Ended, Task.Delay(stay, TimeProvider.System, ct));
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("hanging up");
        }

        call.HangUp();
        var end = await call.Ended;
        Print("ended", $"{end.Cause} {end.Status}");
        if (await call.Recorded is { } heard) Print("recorded", $"{heard.Length.TotalSeconds:0.0} s");
        Console.WriteLine($"received {call.Statistics.PacketsIn} packets, lost {call.Statistics.Lost}");
        return 0;
    }

    private static void Press(IEndpointCall call, string dtmf)
    {
        call.Press(dtmf);
        Print("digits", dtmf);
    }

    private static async Task<int> RefusedAsync(IEndpointCall call)
    {
        var end = await call.Ended;
        await Console.Error.WriteLineAsync($"hotline: The call was not answered: {end.Cause} {end.Status}");
        return 1;
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

    private static void Print(string what, string detail = "") => Console.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss.fff}  {what,-12} {detail}");
}
