using Hotline.Telephony.Media;

namespace Hotline.Telephony.Calls;

/// <content>班长: heard by whom the mode says; what a supervisor says is never written down.</content>
internal sealed partial class CallTalk
{
    /// <summary>Joins, or changes the mode.</summary>
    internal void Supervise(MediaLeg supervisor, SupervisionMode mode) => _conversation.Join(supervisor, Party.Supervisor, mode switch
    {
        SupervisionMode.Whisper => Audience.OurPeople,
        SupervisionMode.Barge => Audience.Everybody,
        _ => Audience.Nobody,
    });

    internal void EndSupervision(MediaLeg supervisor) => _conversation.Leave(supervisor);

    /// <summary>Hears everybody; only our own people hear them. What they say is not written down.</summary>
    internal void JoinUnheard(MediaLeg leg, Party party) => _conversation.Join(leg, party, Audience.OurPeople);
}
