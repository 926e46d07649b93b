namespace Hotline.Agent.Blazor.Design;

/// <summary>What a tag, tile or message says besides its words; colour is never the only sign.</summary>
public enum Tone { Plain, Info, Good, Warning, Danger }

internal static class ToneClass
{
    internal static string Css(this Tone tone) => tone switch
    {
        Tone.Info => "info",
        Tone.Good => "good",
        Tone.Warning => "warning",
        Tone.Danger => "danger",
        _ => "plain",
    };
}
