namespace Hotline.Tickets.Departments;

/// <summary>
/// 待办排序: how near to being late a line is, in hours of working time. What citizens repeat and what is dangerous counts as if it had less
/// time left. The smallest is on top. Pure.
/// </summary>
/// <param name="Hours">剩余工作时间 to the next due time, below zero once it is past.</param>
/// <param name="Repeats">Urges, redos and other citizens' tickets that follow it.</param>
public sealed record InboxScore(double Hours, int Repeats, Urgency Urgency)
{
    /// <summary>Working hours each repeat takes off, up to five of them.</summary>
    public const int PerRepeat = 2;

    public double ForRepeats => PerRepeat * Math.Min(Repeats, 5);

    public double ForDanger => Urgency switch { Urgency.Critical => 8, Urgency.Urgent => 4, _ => 0 };

    public double Points => Math.Round(Hours - ForRepeats - ForDanger, 1) + 0.0; // no negative zero
}
