using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Handling;

/// <summary>What is asked of a co-handler.</summary>
/// <param name="Value">The limit in working days; the city's where none is given.</param>
public sealed record TaskWanted(DepartmentId Unit, string? Question, int? Value = null);

/// <summary>加派协办: other units answer to the lead, each with a clock of its own that ends with the lead's at the latest.</summary>
public sealed record CoHandle(IReadOnlyList<TaskWanted>? Tasks) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.CoHandle;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        ticket.Facts.Kind == TicketKind.Whistle ? WhistleCalls
        : TaskAssigning.Wrong(new FieldErrors(), Tasks, ticket, rules, needed: true).Decision
        ?? TaskAssigning.Assign(Tasks!, TaskKind.CoHandling, ticket, rules, now);

    public static Decision.Refused WhistleCalls { get; } = new("whistle-calls", "吹哨单请用吹哨呼叫单位", "On a whistle ticket units are called by a whistle call.");
}

/// <summary>会商: a meeting's decision, and the tasks that come of it.</summary>
public sealed record Confer(IReadOnlyList<string>? Participants, DateTimeOffset? HeldAt, string? Decision, IReadOnlyList<TaskWanted>? Tasks = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Confer;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var errors = new FieldErrors()
            .Check("participants", Participants is { Count: > 0 and <= 30 } && Participants.All(p => p is { Length: > 0 and <= 50 }), "请列出 1 到 30 个参加单位或人员，每个不超过 50 字")
            .Check("heldAt", HeldAt is not null && HeldAt <= now.AddMinutes(1), "必填，会商时间不能晚于现在")
            .Required("decision", Decision, 2000);
        if (TaskAssigning.Wrong(errors, Tasks, ticket, rules, needed: false).Decision is { } invalid) return invalid;

        var conferred = new TicketEvent.Conferred(Participants!, HeldAt!.Value.ToUniversalTime(), Decision!);
        return Tasks is { Count: > 0 } ? new Decision.Happened(conferred, TaskAssigning.Assign(Tasks, TaskKind.Conference, ticket, rules, now, meeting: (ticket.Meetings?.Count ?? 0) + 1)) : conferred;
    }
}

/// <summary>协办答复: to the lead, who composes the one reply.</summary>
public sealed record AnswerTask(int Task, string? Answer) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.AnswerTask;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var task = ticket.Tasks.FirstOrDefault(t => t.No == Task);
        if (task is not null && task.Unit != by.Department) return Deciding.NotYourDepartment;
        return new FieldErrors().Check("task", task is { IsOpen: true }, "没有这个未完成的任务，请核对任务号").Required("answer", Answer, 2000).Decision
            ?? new TicketEvent.TaskAnswered(Task, by.Department!.Value, Answer!, now);
    }
}

/// <summary>免除协办: the lead does without it, and says why.</summary>
public sealed record WaiveTask(int Task, string? Reason) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.WaiveTask;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) => new FieldErrors()
            .Check("task", ticket.Tasks.Any(t => t.No == Task && t.IsOpen), "没有这个未完成的任务，请核对任务号").Required("reason", Reason, 500).Decision
        ?? new TicketEvent.TaskWaived(Task, Reason!, now);
}

internal static class TaskAssigning
{
    internal static FieldErrors Wrong(FieldErrors errors, IReadOnlyList<TaskWanted>? tasks, Ticket ticket, CityRules rules, bool needed)
    {
        errors.Check("tasks", tasks is { Count: > 0 and <= 20 } || (!needed && tasks is null or { Count: 0 }), "请给出 1 到 20 个协办任务");
        foreach (var (task, i) in (tasks ?? []).Select((t, i) => (t, i)))
        {
            errors.Check($"tasks[{i}].unit", rules.Knows(task.Unit) && task.Unit != ticket.State.Responsible, "承办单位代码不存在，或就是主办单位")
                .Required($"tasks[{i}].question", task.Question, 500)
                .Check($"tasks[{i}].value", task.Value is null or (> 0 and <= 60), "应为 1 到 60 个工作日");
        }

        return errors;
    }

    internal static TicketEvent.TasksAssigned Assign(IReadOnlyList<TaskWanted> wanted, TaskKind kind, Ticket ticket, CityRules rules, DateTimeOffset now, int? meeting = null)
    {
        var first = ticket.Tasks.Count + 1;
        return new([.. wanted.Select((w, i) => new CoTask(first + i, kind, w.Unit, w.Question!, now) { Meeting = meeting })])
        {
            Started = [.. wanted.Select((w, i) => NotAfterLead(ClockOf(w, first + i), ticket, rules, now))],
        };

        Clock ClockOf(TaskWanted w, int no) => w.Value is { } days
            ? rules.Within(ClockName.CoHandling, new Limit(days, LimitUnit.WorkingDays), now, no)
            : rules.Start(ClockName.CoHandling, ticket.Facts, now, task: no);
    }

    /// <summary>Children never outlive the lead.</summary>
    internal static Clock NotAfterLead(Clock clock, Ticket ticket, CityRules rules, DateTimeOffset now) =>
        ticket.ClockOf(ClockName.Handling) is { } lead ? rules.NotAfter(clock, lead, now) : clock;
}
