using System.Text.Json;

namespace Hotline.Telephony.Tests.Speech;

/// <summary>samples/calls/calls.json</summary>
internal sealed record SampleCall(string Id, string Citizen, string Agent, SampleCall.Turn[] Transcript)
{
    internal sealed record Turn(string Speaker, double Start, double End, string Text);

    internal static IReadOnlyList<SampleCall> All { get; } =
        JsonSerializer.Deserialize<SampleCall[]>(File.ReadAllText(Path.Combine(SpeechEngine.Root, "samples/calls/calls.json")), JsonSerializerOptions.Web)!;

    internal short[] Audio(Party speaker) => SpeechEngine.Sample(Path.Combine("calls", speaker == Party.Citizen ? Citizen : Agent));

    internal IEnumerable<Turn> By(Party speaker) => Transcript.Where(turn => turn.Speaker.Equals(speaker.ToString(), StringComparison.OrdinalIgnoreCase));
}
