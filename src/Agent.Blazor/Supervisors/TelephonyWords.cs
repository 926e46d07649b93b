using Hotline.Agent.Blazor.Desk;
using Hotline.Telephony.Queues;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Supervisors;

/// <summary>Flags and reasons, in the same words as on the agents' desks.</summary>
internal static class TelephonyWords
{
    internal static string Flag(this IStringLocalizer words, string flag) => SeatWords.Flag(flag, words);

    internal static string Reason(this IStringLocalizer words, string reason, SeatOptions rules) => SeatWords.Reason(reason, words, rules);
}
