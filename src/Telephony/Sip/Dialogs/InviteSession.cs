using System.Net;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>What a call does, on the signalling loop; the two sides of an INVITE differ in how it is set up.</summary>
internal abstract class InviteSession
{
    internal IPEndPoint Source { get; set; } = new(IPAddress.Any, 0);

    internal abstract void Post(Action work);

    internal abstract void Ring();

    internal abstract void Answer(SessionDescription sdp);

    internal abstract void Reject(int status, string? retryAfter);

    internal abstract void AnswerReoffer(SessionDescription sdp);

    internal abstract void RejectReoffer(int status);

    internal abstract void HangUp(string reason);
}
