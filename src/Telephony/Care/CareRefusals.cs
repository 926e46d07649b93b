using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Care;

internal static class CareRefusals
{
    internal static CallRefusal WarnTwice { get; } = new("warn-twice-first", "请先两次警告来电人，再结束通话", "Warn the caller twice before you end the call.");

    internal static CallRefusal InCrisis { get; } = new("crisis-declared", "该通话已进入危机处置", "The crisis protocol runs already.");

    internal static CallRefusal NoCrisis { get; } = new("no-crisis", "该通话不在危机处置中", "No crisis was declared on this call.");

    internal static CallRefusal HelperThere { get; } = new("helper-there", "已有人在协助", "Somebody helps already.");

    internal static CallRefusal NotHelping { get; } = new("not-helping", "您未在协助该通话", "You do not help on this call.");

    internal static CallRefusal HelperBusy { get; } = new("seat-busy", "您未签入，或正在振铃或通话中", "You are not signed in, or have a call: sign in or end it first.");
}

/// <summary>Reasons as they stand in records and at the seat.</summary>
internal static class CareReasons
{
    internal const string Abuse = "辱骂来电";
    internal const string Crisis = "危机来电";
    internal const string EndedForAbuse = "ended for abuse";
}
