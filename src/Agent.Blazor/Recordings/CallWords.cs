using Hotline.Agent.Blazor.Supervisors;
using Hotline.Telephony.Callbacks;

namespace Hotline.Agent.Blazor.Recordings;

/// <summary>How a call's figures are written.</summary>
internal static class CallWords
{
    /// <summary>A line or service as it is, a person's number masked: on calls we place the citizen is the one who was called.</summary>
    internal static string Number(string number) => number.Length is > 0 and < 7 ? number : CallerNumber.Masked(number);

    /// <summary>1:05; a dash where there is none.</summary>
    internal static string Clock(TimeSpan? time) => time is { } t && t > TimeSpan.Zero ? LiveWords.Clock(t) : "—";
}
