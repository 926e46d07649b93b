namespace Hotline.Telephony.Calls;

/// <content>静默来电: somebody may be calling who cannot speak. They go to an agent like everybody else, but marked.</content>
internal sealed partial class CallActor
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private bool _spoken;
    private bool _silenceAnswered;

    private void WatchForSilence()
    {
        if (_line.SilentAfter <= TimeSpan.Zero) return;
        _leg.WatchVoice();
        After(_line.SilentAfter, StillSilent);
    }

    /// <summary>The mark goes with the first word, unless the caller has answered it by a key.</summary>
    private void Spoke()
    {
        _spoken = true;
        if (_silenceAnswered || !_now.Flags.Contains(CallFlag.Silent)) return;
        _now = _now with { Flags = [.. _now.Flags.Where(f => f != CallFlag.Silent)] };
        Happen(new CallEvent.Unflagged(_now.Id, _services.Now, CallFlag.Silent));
    }

    private void StillSilent()
    {
        if (_spoken || _now.State is CallState.Surveyed) return;
        if (_now.OnHold || _now.State == CallState.Greeting || _registering || (_speech is not null && NobodyTalks)) After(LookAgain, StillSilent);
        else if (_now.State != CallState.Talking) AskForAnyKey();
        else if (_services.Now - _now.TalkingSince < _line.SilentAfter) After(LookAgain, StillSilent); // who waits in silence speaks when spoken to
        else Flag(CallFlag.Silent);
    }

    private void AskForAnyKey()
    {
        Flag(CallFlag.Silent);
        Ask(Prompts("any-key"), KeyPatience, _ => AnyKey(), Resume);
    }

    private void AnyKey()
    {
        _silenceAnswered = true;
        Resume();
    }

    internal void Flag(string flag)
    {
        if (_now.Flags.Contains(flag)) return;
        _now = _now with { Flags = [.. _now.Flags, flag] };
        Happen(new CallEvent.Flagged(_now.Id, _services.Now, flag));
    }
}
