using System.Text.Json.Serialization;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>One field of the ticket form. What the agent has touched is the agent's: no suggestion changes it any more.</summary>
public sealed class FormField
{
    public string Value { get; set; } = "";

    /// <summary>The agent typed or chose here.</summary>
    public bool Touched { get; set; }

    /// <summary>The system wrote what stands here.</summary>
    public bool Suggested { get; set; }

    /// <summary>出处: where on the call it was said; null of the agent's own words.</summary>
    public Evidence? Evidence { get; set; }

    /// <summary>The cursor is here: nothing changes under it.</summary>
    [JsonIgnore]
    public bool Held { get; set; }

    /// <summary>预填: written by the system and not confirmed by anybody yet.</summary>
    [JsonIgnore]
    public bool IsPrefilled => Suggested && !Touched;

    /// <summary>The agent's own words.</summary>
    public void Type(string? value) => (Value, Touched, Evidence) = (value ?? "", true, null);

    /// <summary>One more sentence after what stands here.</summary>
    public void Add(string sentence) => Type(Value.Length == 0 || char.IsWhiteSpace(Value[^1]) ? Value + sentence : Value.TrimEnd('。') + (Value[^1] is '，' or '、' or '：' or '；' or '！' or '？' ? "" : "。") + sentence);

    /// <summary>True where it changed the field.</summary>
    /// <param name="evidence">Where it was said.</param>
    public bool Suggest(string? value, Evidence? evidence = null)
    {
        if (Touched || Held || string.IsNullOrEmpty(value) || value == Value) return false;
        (Value, Suggested, Evidence) = (value, true, evidence);
        return true;
    }
}
