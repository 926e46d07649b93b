using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.Requesters;

namespace Hotline.Tickets.Grids;

/// <summary>值守岗位</summary>
[JsonConverter(typeof(KebabJson<DutyRole>))]
public enum DutyRole
{
    [Description("网格长")] GridHead,
    [Description("民警")] Police,
    [Description("网格员")] GridWorker,
    [Description("网格监督员")] GridSupervisor,
    [Description("值班员")] DutyOfficer,
    [Description("带班领导")] DutyLeader,
}

/// <summary>One line of a duty roster (值班表): who answers for a unit or grid from when to when.</summary>
/// <param name="Unit">Code of a department or of a grid.</param>
/// <param name="Phone">办公电话: official, never a private one.</param>
/// <param name="To">The moment it ends; from then on the next one answers.</param>
public sealed record Duty(string Unit, DutyRole Role, string Person, string Phone, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>What is wrong with it, by field.</summary>
    public IReadOnlyDictionary<string, string[]> Wrong() => new FieldErrors()
        .Required("unit", Unit, 60).Required("person", Person, 30)
        .Check("phone", Phone is not null && PhoneNumber.IsOne(Phone), "电话应为 3 到 20 位数字，如 0473-3998000")
        .Check("to", To > From, "结束时间应晚于开始时间")
        .Found;
}

/// <summary>Two people who answer for the same unit in the same role at the same time (重叠).</summary>
public sealed record DutyOverlap(Duty One, Duty Other, DateTimeOffset From, DateTimeOffset To);

/// <summary>A time in which nobody answers for a unit in a role (空岗).</summary>
public sealed record DutyGap(string Unit, DutyRole Role, DateTimeOffset From, DateTimeOffset To);

/// <summary>Finds what a roster cannot mean. Pure.</summary>
public static class DutyCheck
{
    /// <summary>Every pair that overlaps, the earliest first.</summary>
    public static IReadOnlyList<DutyOverlap> Overlaps(IEnumerable<Duty> duties) =>
    [
        .. Posts(duties).SelectMany(post => post.SelectMany((one, i) => post.Skip(i + 1).TakeWhile(other => other.From < one.To)
            .Select(other => new DutyOverlap(one, other, other.From, one.To < other.To ? one.To : other.To)))).OrderBy(o => o.From),
    ];

    /// <summary>Every hole between the first and the last duty of a post, the earliest first.</summary>
    public static IReadOnlyList<DutyGap> Gaps(IEnumerable<Duty> duties)
    {
        var gaps = new List<DutyGap>();
        foreach (var post in Posts(duties))
        {
            var covered = post[0].To;
            foreach (var next in post.Skip(1))
            {
                if (next.From > covered) gaps.Add(new(next.Unit, next.Role, covered, next.From));
                if (next.To > covered) covered = next.To;
            }
        }

        return [.. gaps.OrderBy(g => g.From)];
    }

    private static IEnumerable<List<Duty>> Posts(IEnumerable<Duty> duties) =>
        duties.GroupBy(d => (d.Unit, d.Role)).Select(g => g.OrderBy(d => d.From).ThenBy(d => d.To).ThenBy(d => d.Person, StringComparer.Ordinal).ToList());
}
