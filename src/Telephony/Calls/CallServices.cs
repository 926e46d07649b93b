using Hotline.Telephony.Media;
using Hotline.Telephony.Police;
using Hotline.Telephony.Prompts;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Recordings;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Speech;
using Hotline.Telephony.Surges;

namespace Hotline.Telephony.Calls;

/// <summary>What a call needs from its surroundings.</summary>
internal sealed record CallServices(
    TelephonyOptions Options, SipStack Sip, MediaEngine Engine, PromptLibrary Prompts, CallQueue Queue, AgentSeats Seats, AgentAudio Audio,
    LiveTranscriber Transcriber, CallLog Log, TimeProvider Clock, Action<CallEvent> Publish, RecordingStore Recordings)
{
    internal OutsideNumber Police { get; } = new() { Id = OutsideNumber.PoliceId, Name = "110", Address = Options.PoliceAddress };

    /// <summary>Whom a number dialled at an agent's phone means: an agent, an entry of the address book, one of our lines (its queue); null for nobody.</summary>
    internal Target? Addressee(string number)
    {
        if (Seats.Find(new(number)) is not null) return new Target.Agent(new(number));
        if (Options.Directory.Prepend(Police).FirstOrDefault(n => n.Id == number || n.Uri.User == number) is { } outside) return new Target.Outside(outside);
        return Options.Lines.Any(l => l.Number == number) ? new Target.Queue(Queue.QueueOf(number).Name) : null;
    }

    internal TimeSpan PatienceWith(Party party) => party == Party.Police ? Options.PoliceTimeout : Options.OutsideTimeout;

    internal Callbacks.CallbackList Callbacks { get; } = new(Queue, Log.Write, Options.Callbacks, Clock);

    internal Blocking.Blacklist Blacklist { get; } = new(Log.Write, Options.Blacklist, Clock);

    /// <summary>工作日</summary>
    internal Func<DateOnly, bool> IsWorkday { get; init; } = _ => true;

    /// <summary>保位回拨: keeps the call's place for this number; false where it cannot.</summary>
    internal bool KeepPlace(KeptPlace place) => Callbacks.Keep(place) is not null;

    /// <summary>突发事件播报</summary>
    internal SurgeBoard Surges { get; init; } = new(Clock);

    /// <summary>随转信息</summary>
    internal IPartnerNotice PartnerNotice { get; init; } = IPartnerNotice.Of(Options);

    internal DateTimeOffset Now => Clock.GetUtcNow();
}

/// <summary>A place in the queue without a caller on the line (保位).</summary>
/// <param name="Confirmed">The number was read back and confirmed.</param>
internal sealed record KeptPlace(CallId Call, string Line, string Number, bool Confirmed);
