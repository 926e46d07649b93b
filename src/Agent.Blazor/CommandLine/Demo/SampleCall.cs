using System.Text.Json;

namespace Hotline.Agent.Blazor.CommandLine.Demo;

/// <summary>A sample call (samples/calls/calls.json): what both sides say, on one time line, and how it is meant to end.</summary>
/// <param name="Kind">complaint, repair, consultation or police.</param>
/// <param name="Citizen">WAV file of the citizen's side.</param>
/// <param name="Agent">WAV file of the agent's side.</param>
internal sealed record SampleCall(
    string Id, string Title, string Kind, string From, string Citizen, string Agent, double Seconds, IReadOnlyList<SampleCall.Spoken> Transcript)
{
    internal sealed record Spoken(string Speaker, double Start, double End, string Text);

    internal string SaidBy(string speaker) => string.Concat(Transcript.Where(s => s.Speaker == speaker).Select(s => s.Text));

    /// <exception cref="UsageException">The folder has no calls.</exception>
    internal static IReadOnlyList<SampleCall> ReadAll(string folder)
    {
        var file = Path.Combine(folder, "calls.json");
        if (!File.Exists(file)) throw new UsageException($"there are no sample calls at {file}");
        return [.. JsonSerializer.Deserialize<List<SampleCall>>(File.ReadAllText(file), JsonSerializerOptions.Web)!
            .Select(c => c with { Citizen = Path.Combine(folder, c.Citizen), Agent = Path.Combine(folder, c.Agent) })];
    }
}
