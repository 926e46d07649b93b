namespace Hotline.Telephony.Speech;

/// <summary>What the engine heard and nobody was shown (弃用转写): invented, a guess, or corrected by the city's words. Kept for audit.</summary>
/// <param name="Utterance">As in <see cref="TranscriptSegment.Utterance"/>.</param>
/// <param name="Text">As the engine gave it.</param>
/// <param name="Why">guess, too-fast, credits, loop, or corrected (then the transcript has the corrected text).</param>
public sealed record DroppedText(CallId Call, Party Speaker, int Utterance, TimeSpan Start, TimeSpan End, string Text, string Why);
