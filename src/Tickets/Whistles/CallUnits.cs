using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Handling;

namespace Hotline.Tickets.Whistles;

/// <summary>One unit that a town calls, and what for.</summary>
public sealed record UnitCalled(DepartmentId Unit, string? Question);

/// <summary>吹哨: the town calls units to the scene. Each call is a task with an arrival clock of its own.</summary>
/// <param name="CodeMac">The keyed hash of a task's arrival code, by its number.</param>
internal sealed record CallUnits(string? Kind, IReadOnlyList<UnitCalled>? Units, [property: JsonIgnore] Func<int, string> CodeMac) : ITicketCommand
{
    private const int Most = 20;

    public Step Step => Step.CoHandle;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (ticket.Facts.Kind != TicketKind.Whistle) return NoWhistle;
        return Wrong(new FieldErrors(), by, ticket.Tasks, rules).Decision ?? Call(ticket, rules, now);
    }

    /// <param name="tasks">Those there are already.</param>
    internal FieldErrors Wrong(FieldErrors errors, Actor by, IReadOnlyList<CoTask> tasks, CityRules rules)
    {
        errors.Check("kind", KindIn(rules) is not null, $"请选择吹哨事项：{string.Join('、', Kinds(rules).Select(k => k.Code))}")
            .Check("units", Units is { Count: > 0 and <= Most }, $"请呼叫 1 到 {Most} 个单位");
        var called = tasks.Where(t => t.IsOpen).Select(t => t.Unit).ToHashSet();
        foreach (var (unit, i) in (Units ?? []).Select((u, i) => (u, i)))
        {
            errors.Check($"units[{i}].unit", rules.Knows(unit.Unit) && unit.Unit != by.Department, "单位代码不存在，或就是吹哨单位")
                .Check($"units[{i}].unit", called.Add(unit.Unit), "该单位已被呼叫且尚未办结")
                .Required($"units[{i}].question", unit.Question, 500);
        }

        return errors;
    }

    internal TicketEvent.TasksAssigned Call(Ticket ticket, CityRules rules, DateTimeOffset now)
    {
        var (first, kind) = (ticket.Tasks.Count + 1, KindIn(rules)!);
        return new([.. Units!.Select((u, i) => new CoTask(first + i, TaskKind.Whistle, u.Unit, u.Question!, now, kind.Code, CodeMac(first + i)))])
        {
            Started = [.. Units!.Select((_, i) => TaskAssigning.NotAfterLead(rules.Within(ClockName.Arrival, kind.Arrival, now, first + i), ticket, rules, now))],
        };
    }

    private WhistleKind? KindIn(CityRules rules) => Kinds(rules).FirstOrDefault(k => k.Code == Kind);

    private static IReadOnlyList<WhistleKind> Kinds(CityRules rules) => rules.Handling.Whistles;

    public static Decision.Refused NoWhistle { get; } = new("no-whistle", "该工单不是吹哨单，请用加派协办", "This is no whistle ticket; add co-handlers instead.");
}
