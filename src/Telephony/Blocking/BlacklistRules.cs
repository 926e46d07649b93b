namespace Hotline.Telephony.Blocking;

/// <summary>What is wrong with the settings of the blacklist; each failure names the setting, its value and the fix.</summary>
internal static class BlacklistRules
{
    internal static IEnumerable<string> Wrong(BlacklistOptions o)
    {
        if (!Enum.IsDefined(o.Policy)) yield return $"Telephony:Blacklist:Policy is \"{o.Policy}\": set one of {string.Join(", ", Enum.GetNames<BlockedCallerPolicy>())}.";
        if (o.Longest <= TimeSpan.Zero) yield return $"Telephony:Blacklist:Longest is {o.Longest}: set a time above zero, for example 90.00:00:00 for 90 days.";
        for (var i = 0; i < o.NeverBlocked.Count; i++)
        {
            if (!IsNumber(o.NeverBlocked[i]))
                yield return $"Telephony:Blacklist:NeverBlocked:{i} is \"{o.NeverBlocked[i]}\": write digits, with * at the end for all numbers that begin so, for example 110 or 9620*.";
        }
    }

    /// <summary>A star alone would protect everybody.</summary>
    private static bool IsNumber(string text) => text.TrimEnd('*') is { Length: > 0 } digits && digits.Length >= text.Length - 1 && digits.All(char.IsAsciiDigit);
}
