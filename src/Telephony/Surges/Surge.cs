using Hotline.Telephony.Media;

namespace Hotline.Telephony.Surges;

/// <summary>突发事件播报: what callers of some lines hear before the queue while many call for one reason.</summary>
/// <param name="Lines">Numbers; empty: all lines.</param>
/// <param name="Text">What it says, for people to read.</param>
/// <param name="Prompt">Id in the prompt manifest, played where there is no recording.</param>
/// <param name="Ticket">Number of the event's ticket.</param>
/// <param name="Until">It ends by itself then.</param>
public sealed record Surge(
    Guid Id, IReadOnlyList<string> Lines, string Text, string Prompt, string Ticket, DateTimeOffset From, DateTimeOffset Until, string ByAccount, string ByName)
{
    /// <summary>The recorded announcement; null: the prompt is played.</summary>
    internal Prompt? Audio { get; init; }

    /// <summary>A recording is played, not the prompt.</summary>
    public bool Recorded => Audio is not null;

    internal bool IsOn(string line, DateTimeOffset at) => From <= at && at < Until && (Lines.Count == 0 || Lines.Contains(line, StringComparer.Ordinal));
}
