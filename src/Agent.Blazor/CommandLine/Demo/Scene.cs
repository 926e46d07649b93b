using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;

namespace Hotline.Agent.Blazor.CommandLine.Demo;

/// <summary>One sample call from the ring to the recording, with its ticket.</summary>
internal static class Scene
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal static async Task PlayAsync(Stage stage, SampleCall sample, CancellationToken ct)
    {
        var steps = stage.Steps;
        await using var headset = await Headset.PutOnAsync(stage.Web, stage.Agent, TimeProvider.System, ct);
        await stage.Agent.PostAsync("seat/ready", null, ct);
        await using var phone = stage.Phone.Call(stage.Hotline, "12345", sample.From);
        await phone.Answered.WaitAsync(Patience, ct);
        steps.Write("call-answered", true, ("call", sample.Id), ("from", sample.From));

        var id = (await UntilAsync("the call to be offered", () => stage.Agent.GetAsync("seat", ct), s => s.Text("state") == "offered", ct)).Text("call")!;
        await stage.Agent.PostAsync($"calls/{id}/answer", null, ct);
        var seat = await UntilAsync("the agent to talk", () => stage.Agent.GetAsync("seat", ct), s => s.Text("state") == "talking", ct);
        steps.Write("agent-answered", seat.Text("call") == id, ("id", id), ("agent", seat.Text("agent")));

        var speaking = phone.SpeakAsync(Prompt.Load(sample.Citizen), ct);
        headset.Say(Prompt.Load(sample.Agent).Alaw);
        if (sample.Kind == "police") await PoliceScene.TransferAsync(stage, id, sample, phone, ct);
        await speaking;
        steps.Write("both-heard", headset.FramesHeard > 50 && phone.Statistics.PacketsIn > 50, ("agentHeardFrames", headset.FramesHeard), ("citizenReceivedPackets", phone.Statistics.PacketsIn));

        var text = await Transcript.ReadAsync(stage, id, sample, ct);
        var ticket = await TicketScene.AcceptAsync(stage, sample, id, text, ct);
        await EndAsync(stage, id, phone, ct);
        await TicketScene.FinishAsync(stage, sample, ticket, ct);
        stage.Tally.Calls++;
    }

    /// <summary>Reads until it is so.</summary>
    /// <exception cref="TimeoutException">It was not so in half a minute; the message says what was read last.</exception>
    internal static async Task<JsonElement> UntilAsync(string what, Func<Task<JsonElement>> read, Func<JsonElement, bool> so, CancellationToken ct)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            var now = await read();
            if (so(now)) return now;
            if (since.Elapsed > Patience) throw new TimeoutException($"Waited in vain for {what}; last read: {now}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
        }
    }

    private static async Task EndAsync(Stage stage, string id, PhoneCall phone, CancellationToken ct)
    {
        await phone.CloseAsync(ct);
        var page = await UntilAsync("the recording", () => stage.Agent.GetAsync($"calls/{id}", ct), p => p.At("record", "recording").Text("sha256") is not null, ct);
        var recording = page.At("record", "recording");
        var wav = await stage.Agent.DownloadAsync($"calls/{id}/recording", ct);
        var whole = Convert.ToHexStringLower(SHA256.HashData(wav)) == recording.Text("sha256") && BinaryPrimitives.ReadUInt32LittleEndian(wav.AsSpan(4)) == wav.Length - 8;
        stage.Steps.Write("recorded", whole, ("length", recording.Text("length")), ("bytes", wav.Length), ("endReason", page.At("record").Text("endReason")));
    }
}

internal static class JsonReading
{
    /// <summary>The element at this path; undefined where there is none.</summary>
    internal static JsonElement At(this JsonElement from, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out from)) return default;
        }

        return from;
    }

    /// <summary>A member as text; null where there is none.</summary>
    internal static string? Text(this JsonElement from, string name) => from.At(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => null,
        var other => other.GetRawText(),
    };
}
