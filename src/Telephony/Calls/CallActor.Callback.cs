using Hotline.Telephony.Prompts;

namespace Hotline.Telephony.Calls;

/// <content>登记回拨: the number is read back before it counts, and the place is kept also for who hangs up meanwhile.</content>
internal sealed partial class CallActor
{
    private const int ShortestNumber = 7;
    private const int LongestNumber = 15;
    private const int Readings = 3;

    private bool _registering;
    private string? _callback;
    private int _readings;

    /// <param name="goBack">What the caller hears who wants it no more.</param>
    private void AskForCallback(Action goBack)
    {
        (_registering, _readings) = (true, 0);
        if (IsNumber(_now.Caller)) ReadBack(_now.Caller, goBack);
        else AskForKeys(Prompts("callback-enter"), typed => Typed(typed, goBack), goBack);
    }

    private void ReadBack(string number, Action goBack)
    {
        _callback = number;
        if (++_readings > Readings) goBack();
        else AskForKeys(Prompts(["callback-number", .. SpokenChinese.Telephone(number), "callback-confirm"]), typed => Typed(typed, goBack), goBack);
    }

    /// <summary>1 alone confirms; another number is read back in its turn; anything else has the same read again.</summary>
    private void Typed(string typed, Action goBack)
    {
        if (_callback is { } number && typed is "1" or "") Register(_callback, goBack);
        else if (IsNumber(typed)) ReadBack(typed, goBack);
        else if (_callback is not null) ReadBack(_callback, goBack);
        else goBack();
    }

    private void Register(string number, Action goBack)
    {
        if (_now.State == CallState.Offered) goBack(); // an agent is about to answer
        else if (KeepPlace(number, confirmed: true)) Say(Prompts("callback-kept"), () => End("callback registered"));
        else Say(Prompts("callback-refused"), goBack);
    }

    private void KeepPlaceOfWhoLeft()
    {
        if (_callback is { } number && _now.State is CallState.Greeting or CallState.Queued or CallState.Offered) KeepPlace(_callback, confirmed: false);
    }

    private bool KeepPlace(string number, bool confirmed)
    {
        if (!_services.KeepPlace(new(_now.Id, _now.Called, number, confirmed))) return false;
        _callback = null; // once
        NoQuestion();
        Happen(new CallEvent.CallbackAccepted(_now.Id, _services.Now, number, confirmed));
        return true;
    }

    private static bool IsNumber(string text) => text.Length is >= ShortestNumber and <= LongestNumber && text.All(char.IsAsciiDigit);
}
