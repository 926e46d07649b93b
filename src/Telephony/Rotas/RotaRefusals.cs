using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Rotas;

/// <summary>Why a rota cannot be changed so.</summary>
internal static class RotaRefusals
{
    internal static CallRefusal BadTimes { get; } = new("rota-times", "班次须止于开始之后，且不超过 16 小时", "A shift ends after it begins and lasts 16 hours at most.");

    internal static CallRefusal Overlaps { get; } = new("rota-overlap", "该话务员此时已有班次", "The agent has a shift at that time.");

    internal static CallRefusal OutsideShift { get; } = new("rota-outside-shift", "休息和培训须在班次之内，且互不重叠", "Breaks and training lie within a shift and not over each other.");

    internal static CallRefusal NeedsColleague { get; } = new("swap-needs-colleague", "请选择一位同事并写明原因", "Choose a colleague and say why.");

    internal static CallRefusal CannotSwap { get; } = new("swap-not-possible", "只能就本人尚未开始的班次申请一次换班", "A swap is asked once, for an own shift that has not begun.");

    internal static CallRefusal CannotDecide { get; } = new("swap-not-decidable", "该申请已处理，或接班人此时已有班次", "The request was decided already, or the colleague has a shift then.");
}
