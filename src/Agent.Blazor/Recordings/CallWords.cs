using System.Globalization;

namespace Hotline.Agent.Blazor.Recordings;

/// <summary>How a call's figures are written.</summary>
internal static class CallWords
{
    /// <summary>Who listens hears a voice; the number is nobody's business here.</summary>
    internal static string Masked(string number) => number.Length < 7 ? "***" : $"{number[..3]}****{number[^4..]}";

    /// <summary>1:05</summary>
    internal static string Clock(TimeSpan? time) => time is { } t && t > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalMinutes}:{t.Seconds:00}") : "—";
}
