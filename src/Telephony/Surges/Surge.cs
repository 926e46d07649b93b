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

    /// <summary>Longest recorded announcement: callers wait behind it.</summary>
    internal static readonly TimeSpan LongestRecording = TimeSpan.FromSeconds(30);

    /// <summary>With a recording of its own in place of the prompt.</summary>
    /// <exception cref="InvalidDataException">It is no WAV file of 8000 or 16000 samples/s, or too long.</exception>
    public Surge WithRecording(ReadOnlySpan<byte> wav) => this with { Audio = ReadRecording(wav) };

    /// <inheritdoc cref="WithRecording"/>
    internal static Media.Prompt ReadRecording(ReadOnlySpan<byte> wav)
    {
        var audio = Media.Prompt.Read(wav);
        return audio.Length <= LongestRecording ? audio : throw new InvalidDataException($"The recording is longer than {LongestRecording.TotalSeconds} s.");
    }

    /// <summary>A line's number, as an announcement names it.</summary>
    public static bool IsLine(string number) => number is { Length: > 0 and <= 20 } && number.All(char.IsAsciiDigit);

    internal bool IsOn(string line, DateTimeOffset at) => From <= at && at < Until && (Lines.Count == 0 || Lines.Contains(line, StringComparer.Ordinal));
}
