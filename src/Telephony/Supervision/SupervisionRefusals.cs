using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Supervision;

/// <summary>Why a supervisor cannot.</summary>
internal static class SupervisionRefusals
{
    internal static CallRefusal NotTalking { get; } = new("not-talking", "该来电尚未接通话务员，暂不能监听", "Nobody serves this call yet: supervise it once an agent talks.");

    internal static CallRefusal OwnCall { get; } = new("own-call", "您是该通话的话务员，不能监听自己", "You are the agent of this call.");

    internal static CallRefusal Busy { get; } = new("busy-with-own-call", "您正在振铃或通话中，请先结束", "You have a call of your own: end it first.");

    internal static CallRefusal NotSupervising { get; } = new("not-supervising", "您不在该通话的监听中，请先监听", "You do not supervise this call: join it first.");
}
