namespace Hotline.Telephony.Callbacks;

/// <summary>What is wrong with the settings of calling back; each failure names the setting, its value and the fix.</summary>
internal static class CallbackRules
{
    internal static IEnumerable<string> Wrong(CallbackOptions o)
    {
        foreach (var (name, time, example) in new[] { (nameof(o.DueWithin), o.DueWithin, "01:00:00"), (nameof(o.TakenFor), o.TakenFor, "00:30:00") })
        {
            if (time <= TimeSpan.Zero) yield return $"Telephony:Callbacks:{name} is {time}: set a time above zero, for example {example}.";
        }

        if (o.PlaceKeptFor < TimeSpan.Zero) yield return $"Telephony:Callbacks:PlaceKeptFor is {o.PlaceKeptFor}: set zero or more, for example 00:01:00.";
        for (var i = 0; i < o.Plan.Count; i++)
        {
            if (o.Plan[i] <= TimeSpan.Zero) yield return $"Telephony:Callbacks:Retries:{i} is {o.Plan[i]}: set a time above zero, for example 00:15:00.";
        }

        if (o.From >= o.To) yield return $"Telephony:Callbacks:From is {o.From:HH:mm} and To is {o.To:HH:mm}: set From before To, for example 08:00 and 21:00.";
    }
}
