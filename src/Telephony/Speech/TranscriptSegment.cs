namespace Hotline.Telephony.Speech;

/// <summary>What one party said between two pauses (转写片段); a partial text of it is replaced by the next and by the final one.</summary>
/// <param name="Utterance">Counts this speaker's utterances from 1; partial and final texts of the same utterance share it.</param>
/// <param name="Text">Simplified Chinese. A final segment without text takes back the partial one: it was no speech.</param>
/// <param name="Start">On the call's time line, from its answer.</param>
/// <param name="End">Likewise; the last text of an utterance has its true end.</param>
/// <param name="IsFinal">False while the speaker is still speaking.</param>
/// <param name="Confidence">0 to 1; below about 0.9 with the demo model a reader should doubt the text.</param>
public sealed record TranscriptSegment(
    CallId Call, Party Speaker, int Utterance, TimeSpan Start, TimeSpan End, string Text, bool IsFinal, double Confidence);
