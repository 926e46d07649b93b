using System.Globalization;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>Flags and reasons in the reader's language. Records keep them as the switchboard wrote them.</summary>
internal static class SeatWords
{
    private static readonly Dictionary<string, string> Flags = new(StringComparer.Ordinal)
    {
        [CallFlag.Silent] = "flag.silent", [CallFlag.Urgent] = "flag.urgent", [CallFlag.Crisis] = "flag.crisis", [CallFlag.Abusive] = "flag.abusive",
    };

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["辱骂来电"] = "reason.abuse", ["危机来电"] = "reason.crisis", ["音频断开"] = "reason.no-audio", ["未应答"] = "reason.not-answered", ["签入"] = "reason.signed-in",
    };

    /// <summary>A colleague by the work number, anybody else as the address book names them.</summary>
    internal static string Name(CallParticipant other, IStringLocalizer words) => other.Agent is { } agent ? words["participant.agent", agent] : other.Name;

    /// <summary>队列: as the settings name it; the one that stands without settings in the reader's language.</summary>
    internal static string Queue(string title, IStringLocalizer words) => words["queue." + title] is { ResourceNotFound: false } known ? known : title;

    internal static string Flag(string flag, IStringLocalizer words) => Flags.TryGetValue(flag, out var key) ? words[key] : flag;

    /// <summary>A reason is a code of the settings, one of the switchboard's own, or what somebody typed.</summary>
    internal static string Reason(string reason, IStringLocalizer words, SeatOptions rules)
    {
        if (Reasons.TryGetValue(reason, out var key)) return words[key];
        if (rules.FindReason(reason) is { } known) return known.Name();
        var word = words["reason." + reason];
        return word.ResourceNotFound ? reason : word;
    }

    /// <summary>小休原因, as the settings name it.</summary>
    internal static string Name(this BreakReason reason) =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" && reason.English.Length > 0 ? reason.English : reason.Text;
}
