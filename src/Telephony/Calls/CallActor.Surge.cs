using Hotline.Telephony.Surges;

namespace Hotline.Telephony.Calls;

/// <content>突发事件播报: many call for one reason. Who presses 1 is counted in and may hang up; everybody may wait for an agent.</content>
internal sealed partial class CallActor
{
    private const char MeToo = '1';
    private static readonly TimeSpan SurgePatience = TimeSpan.FromSeconds(4);

    private bool _reported;

    private void TellOf(Surge surge) => Ask(
        surge.Audio is { } audio ? [audio] : Prompts(surge.Prompt), SurgePatience, key => SurgeKey(surge, key), ChooseOrWait);

    private void SurgeKey(Surge surge, char key)
    {
        if (key == ToAgent) ChooseOrWait();
        if (key != MeToo) return;
        _reported = true;
        NoQuestion();
        Happen(new CallEvent.MeToo(_now.Id, _services.Now, surge.Id, surge.Ticket));
        _services.Log.Write(new LogEntry.ReportedToo(surge.Id, _now.Id, _services.Now));
        Say(Prompts("surge-thanks"), ChooseOrWait);
    }
}
