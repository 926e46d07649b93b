namespace Hotline.Telephony.Calls;

/// <summary>What is wrong with a line's settings; each names the setting and the fix.</summary>
internal static class LineRules
{
    private const int MostKeys = 4;

    internal static IEnumerable<string> Wrong(this TelephonyOptions.Line line, string at)
    {
        if (OpeningHours.Parse(line.Hours) is null)
            yield return $"{at}:Hours is \"{line.Hours}\": write parts of a day in order, for example 09:00-12:00,13:30-17:30, or 00:00-24:00.";
        foreach (var (name, time) in new[] { ("SilentAfter", line.SilentAfter), ("AnnounceAfter", line.AnnounceAfter) })
        {
            if (time < TimeSpan.Zero) yield return $"{at}:{name} is {time}: set a time, for example 00:00:10, or zero for never.";
        }

        if (line.AnnounceEvery < TimeSpan.FromSeconds(5)) yield return $"{at}:AnnounceEvery is {line.AnnounceEvery}: set 5 seconds or more, for example 00:00:40.";
        foreach (var problem in line.Menu is { } menu ? Wrong(menu, $"{at}:Menu") : []) yield return problem;
    }

    private static IEnumerable<string> Wrong(CallMenu menu, string at)
    {
        if (menu.Patience <= TimeSpan.Zero) yield return $"{at}:Patience is {menu.Patience}: set a time above zero, for example 00:00:05.";
        if (menu.Keys.Count is 0 or > MostKeys) yield return $"{at}:Keys has {menu.Keys.Count} keys: name 1 to {MostKeys}, or leave the menu out.";
        if (menu.Keys.GroupBy(k => k.Key).FirstOrDefault(g => g.Count() > 1) is { } twice) yield return $"{at}:Keys names {twice.Key} twice: keep one of them.";
        for (var i = 0; i < menu.Keys.Count; i++)
        {
            var key = menu.Keys[i];
            if (key.Key is < '1' or > '9') yield return $"{at}:Keys:{i}:Key is '{key.Key}': set a key from 1 to 9; 0 leads to an agent always.";
            if (string.IsNullOrWhiteSpace(key.Name)) yield return $"{at}:Keys:{i}:Name is empty: say in a word what the key is for.";
            if (key.Menu is not null) yield return $"{at}:Keys:{i}:Menu is a second level: a menu has one at most. Remove it, and let the key choose a line or a skill.";
        }
    }
}
