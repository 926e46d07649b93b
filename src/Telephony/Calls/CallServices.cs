using Hotline.Telephony.Media;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Recordings;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Calls;

/// <summary>What a call needs from its surroundings.</summary>
internal sealed record CallServices(
    TelephonyOptions Options, SipStack Sip, MediaEngine Engine, PromptLibrary Prompts, CallQueue Queue, AgentSeats Seats, AgentAudio Audio,
    LiveTranscriber Transcriber, CallLog Log, TimeProvider Clock, Action<CallEvent> Publish, RecordingStore Recordings)
{
    internal SipUri Police { get; } = SipUri.Parse(Options.PoliceAddress);

    internal DateTimeOffset Now => Clock.GetUtcNow();
}
