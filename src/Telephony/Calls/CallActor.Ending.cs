using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip;

namespace Hotline.Telephony.Calls;

/// <content>挂机: everybody is free at once, then the recording and the text are completed.</content>
internal sealed partial class CallActor
{
    /// <summary>We end it.</summary>
    internal void End(string reason)
    {
        _sip?.HangUp(reason);
        Over(reason);
    }

    /// <summary>It has ended: everybody else is free at once.</summary>
    private void Over(string reason)
    {
        StopTimers();
        KeepPlaceOfWhoLeft();
        if (!IsStillTheirs && (!_reported || _now.TalkingSince is not null)) _services.Callbacks.Ended(_now, reason, Wish(first: false)); // who reported a known event is owed nothing more
        EndSurvey();
        _services.Queue.Remove(_now.Id);
        foreach (var companion in new[] { _offered, _agent }.OfType<Companion>().Concat(_others)) Dismiss(companion, reason);
        EndSupervisions();
        (_offered, _now) = (null, _now with { State = CallState.Ended, OfferUntil = null });
        _paper.EndReason = reason;
        Happen(new CallEvent.Ended(_now.Id, _services.Now, reason));
    }

    private async Task CloseAsync()
    {
        try
        {
            if (_talk is not null && await _talk.EndAsync() is { } recording)
                Happen(new CallEvent.Recorded(_now.Id, _services.Now, recording.Length, recording.Bytes, recording.Sha256));
        }
        catch (Exception e)
        {
            Failed(_now.Id, e); // a full disk, say: ports and listeners are given back all the same
        }

        try
        {
            if (_talk is not null) _services.Log.Write(_now.Id, _talk.Quality());
            _leg.Close();
            if (_talk is not null) await _talk.StopListeningAsync();
        }
        catch (Exception e)
        {
            Failed(_now.Id, e);
        }
    }

    private string Reason(SipCallEvent.Ended e) => e.Cause switch
    {
        _ when IsStillTheirs => "taken back by the first node",
        CallEnd.Remote when _now.State == CallState.Surveyed => _beforeSurvey,
        CallEnd.Remote when _reported && _now.State != CallState.Talking => "citizen reported a known event",
        CallEnd.Remote when _now.State != CallState.Talking => "citizen gave up waiting",
        CallEnd.Remote => "citizen hung up",
        CallEnd.Cancelled => "citizen gave up before the answer",
        CallEnd.Timeout => "the citizen's phone stopped answering",
        _ => e.Reason,
    };
}
