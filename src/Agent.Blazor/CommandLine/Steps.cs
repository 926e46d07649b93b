using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotline.Agent.Blazor.CommandLine;

/// <summary>Prints what happened, one step a line: for people, or one JSON object a line (design of the demo: docs/architecture.md).</summary>
internal sealed class Steps(bool json, TextWriter to)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal bool AllHeld { get; private set; } = true;

    /// <summary>Writes a step; returns <paramref name="ok"/>.</summary>
    internal bool Write(string step, bool ok, params (string Key, object? Value)[] facts)
    {
        AllHeld &= ok;
        lock (to)
        {
            if (json)
            {
                var line = new JsonObject { ["step"] = step, ["ok"] = ok };
                foreach (var (key, value) in facts) line[key] = JsonSerializer.SerializeToNode(value, Readable);
                to.WriteLine(line.ToJsonString(Readable));
            }
            else
            {
                to.WriteLine($"{(ok ? "✓" : "✗")} {step,-22} {string.Join("  ", facts.Select(f => $"{f.Key}={f.Value}"))}");
            }

            to.Flush();
        }

        return ok;
    }
}
