namespace Hotline.Telephony.Calls;

/// <summary>Why an agent's control of a call does not work now.</summary>
internal static class ControlRefusals
{
    internal static CallRefusal ConsultRunning { get; } = new("consult-running", "已有咨询进行中，请先结束或完成转接", "You are consulting somebody already: end it or complete the transfer first.");

    internal static CallRefusal NoConsult { get; } = new("no-consult", "当前没有咨询通话", "You are consulting nobody.");

    internal static CallRefusal CalledAlready { get; } = new("called-already", "对方已在呼叫中或已在通话中", "They are being called or are on the line already.");

    internal static CallRefusal AgentBusy { get; } = new("agent-not-ready", "该座席当前不空闲", "That agent is not ready for a call.");

    internal static CallRefusal NoPolice { get; } = new("cannot-transfer", "您不在该通话中，或已在转接110", "You are not on this call, or 110 is being called already.");

    internal static CallRefusal NoDigits { get; } = new("no-digits", "对方线路不支持按键", "The other side's line takes no digits.");

    internal static CallRefusal NoPhone { get; } = new("no-phone", "没有可用的 SIP 话机，请先注册话机", "No phone of yours can be reached: register it first.");

    internal static CallRefusal NotThere { get; } = new("not-on-the-line", "该参与者不在通话中", "Nobody with this number is on the line.");
}
