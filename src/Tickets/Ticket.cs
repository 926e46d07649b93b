using System.Text.Json.Serialization;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Supervising;

namespace Hotline.Tickets;

/// <summary>A citizen's request as it stands after everything that has happened to it (工单).</summary>
/// <param name="Clocks">Those that run or stand still.</param>
/// <param name="Returns">退单次数, asked for.</param>
/// <param name="Redos">重办次数</param>
/// <param name="UnifiedReply">What the citizen reads; null until a reply was approved.</param>
/// <param name="RatedByCitizen">The citizen rated the present reply on the web.</param>
public sealed partial record Ticket(
    TicketNumber Number, RequestFacts Facts, TicketState State, IReadOnlyList<Clock> Clocks,
    int Returns = 0, int Redos = 0, DepartmentId? LastDepartment = null, string? UnifiedReply = null, bool RatedByCitizen = false)
{
    /// <summary>延期次数</summary>
    public int Extensions { get; init; }

    /// <summary>Time it has stood still altogether (挂起).</summary>
    public TimeSpan StoodStill { get; init; }

    /// <summary>协办、会商任务、吹哨</summary>
    public IReadOnlyList<CoTask> Tasks { get; init; } = [];

    /// <summary>会商; null where nobody met.</summary>
    public IReadOnlyList<Meeting>? Meetings { get; init; }

    /// <summary>转接短信: the city's day of each; null where none was sent.</summary>
    public IReadOnlyList<DateOnly>? Messages { get; init; }

    public IReadOnlyList<Share> Shares { get; init; } = [];

    public IReadOnlyList<SupervisionOrder> Supervisions { get; init; } = [];

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>催办: the city's day of each.</summary>
    public IReadOnlyList<DateOnly> Urges { get; init; } = [];

    /// <summary>提级: 0 for none.</summary>
    public int Level { get; init; }

    /// <summary>Every unit it was dispatched to or that has a task of it, the first first.</summary>
    public IReadOnlyList<DepartmentId> Units { get; init; } = [];

    /// <summary>承诺日期 of the approved reply.</summary>
    public DateOnly? PromisedFor { get; init; }

    /// <summary>裁定: the number of the precedent it set.</summary>
    public string? Precedent { get; init; }

    /// <summary>办结轮次: how many replies were approved; the citizen is asked about each on its own.</summary>
    public int Closings { get; init; }

    /// <summary>The account that approved the present reply; it may not follow it up.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>The approved reply as the unit wrote it, with points and citations.</summary>
    public Reply? Reply { get; init; }

    /// <summary>并单: the master it follows. A relation beside the ticket, no part of it.</summary>
    [JsonIgnore]
    public TicketId? MergedInto { get; init; }

    /// <summary>诉求要点: never empty.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Demands => Facts.Demands.Count > 0 ? Facts.Demands : [Facts.Title];

    internal Clock? ClockOf(ClockName name, int? task = null) => Clocks.FirstOrDefault(c => c.Name == name && c.Task == task);
}
