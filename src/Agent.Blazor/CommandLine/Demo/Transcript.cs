using System.Text.Json;

namespace Hotline.Agent.Blazor.CommandLine.Demo;

/// <summary>What the system wrote down of a call, held against what was said.</summary>
internal static class Transcript
{
    private const double MostErrors = 0.10;

    /// <summary>The citizen's words as the system has them; as they were spoken, where the system has no speech to text and says so.</summary>
    internal static async Task<string> ReadAsync(Stage stage, string call, SampleCall sample, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = stage.Web };
        using var health = JsonDocument.Parse(await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), ct));
        if (!health.RootElement.At("speech", "ok").ValueEquals(true))
        {
            stage.Steps.Write("transcript-unavailable", true, ("why", health.RootElement.At("speech").Text("why")));
            return sample.SaidBy("citizen");
        }

        var said = sample.SaidBy("citizen");
        var page = await Scene.UntilAsync("the transcript", () => stage.Agent.GetAsync($"calls/{call}", ct), p => Heard(p, "citizen").Length >= said.Length * 0.8 && Heard(p, "agent").Length > 0, ct);
        var heard = Heard(page, "citizen");
        var errors = Distance(heard, said) / (double)said.Length;
        stage.Steps.Write("transcript", errors <= MostErrors, ("citizen", heard), ("agent", Heard(page, "agent")), ("characterErrorRate", Math.Round(errors, 3)));
        return heard;
    }

    private static bool ValueEquals(this JsonElement element, bool value) => element.ValueKind == (value ? JsonValueKind.True : JsonValueKind.False);

    private static string Heard(JsonElement page, string speaker) => string.Concat(page.At("transcript").EnumerateArray()
        .Where(s => s.Text("speaker") == speaker && s.At("isFinal").ValueEquals(true))
        .OrderBy(s => s.Text("start"), StringComparer.Ordinal).Select(s => s.Text("text")));

    /// <summary>Levenshtein distance in characters.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
