using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Police;

internal static class PoliceRefusals
{
    internal static CallRefusal NothingToAgree { get; } = new(
        "nothing-to-agree", "当前不在与110的三方通话中，或责任方已确定", "You are not in a three-way call with 110, or the owner is decided.");

    internal static CallRefusal NoLine { get; } = new(
        "no-12356", "通讯录中没有12356心理援助热线，请联系管理员配置", "The address book has no entry 12356: configure it in Telephony:Directory.");
}
