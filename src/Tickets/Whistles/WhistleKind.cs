using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Whistles;

/// <summary>吹哨事项: why a town calls, and how fast the units called have to be there.</summary>
/// <param name="Arrival">到场时限; the city's own decision, no regulation gives one.</param>
public sealed record WhistleKind(string Code, string Name, Limit Arrival)
{
    /// <summary>The three kinds of Beijing's 街乡吹哨、部门报到.</summary>
    public static IReadOnlyList<WhistleKind> Usual { get; } =
    [
        new("joint-enforcement", "综合执法", new Limit(4, LimitUnit.WorkingHours)),
        new("hard-case", "重点难点", new Limit(1, LimitUnit.WorkingDays)),
        new("emergency", "应急处置", new Limit(30, LimitUnit.Minutes)),
    ];
}
