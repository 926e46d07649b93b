using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Statistics;

/// <summary>What a figure is.</summary>
[JsonConverter(typeof(KebabJson<KpiKind>))]
public enum KpiKind
{
    [Description("比率")] Rate,
    [Description("平均时长（小时）")] Hours,
    [Description("数量")] Count,
}

/// <summary>A named indicator (指标) with everything that makes its number: who reads it can recompute it.</summary>
/// <param name="Formula">In Chinese, as it stands under a report.</param>
/// <param name="Source">Who asks for it: regulation, city or practice, as in the project's domain reference.</param>
/// <param name="Period">Which moment puts a case into a period.</param>
/// <param name="Variants">口径: the ways cities count it; the first is ours unless the city profile names another.</param>
public sealed record Kpi(string Code, string Chinese, string English, KpiKind Kind, string Formula, string Source, string Period, IReadOnlyList<KpiVariant> Variants)
{
    /// <summary>True where less is better; null where it says nothing good or bad.</summary>
    public bool? LessIsBetter { get; init; }

    /// <summary>Why there is no number: what would have to be stored first. Null where there is one.</summary>
    public string? Unavailable { get; init; }

    /// <summary>The variant of that code, or null.</summary>
    public KpiVariant? Variant(string code) => Variants.FirstOrDefault(v => v.Code == code);
}

/// <summary>One way to count an indicator (口径).</summary>
/// <param name="Numerator">分子</param>
/// <param name="Denominator">分母</param>
public sealed record KpiVariant(string Code, string Chinese, string English, string Numerator, string Denominator)
{
    /// <summary>不计入 by the formula itself: code and meaning of each reason.</summary>
    public IReadOnlyDictionary<string, string> Excludes => Cases.Excluded.ToDictionary(e => e.Code, e => e.Chinese);

    [JsonIgnore]
    internal Cases Cases { get; init; } = Cases.Tickets;
}

/// <summary>What a variant counts, as SQL over one row of facts: "t" is the ticket, "c" the case, $3 the present.</summary>
/// <param name="From">Whose rows are the cases: tickets or articles, or what a ticket has several of ("c" alone).</param>
/// <param name="At">The moment that puts it into a period.</param>
/// <param name="Unit">The unit it is counted for.</param>
internal sealed record Cases(string From, string No, string At, string Unit)
{
    internal static readonly Cases Tickets = new("tickets.kpi_ticket t", "0", "t.accepted_at", "t.unit");
    internal static readonly Cases Turns = new("tickets.kpi_turn c", "c.no", "c.at", "c.unit") { Scope = "all" };
    internal static readonly Cases Rounds = new("tickets.kpi_round c", "c.no", "c.due_at", "c.unit") { Scope = "on-time", Closing = "c.closing" };
    internal static readonly Cases Asks = new("tickets.kpi_ask c", "c.no", "c.at", "c.unit") { Scope = "solved", Closing = "c.no" };
    internal static readonly Cases Marks = new("tickets.kpi_mark c", "c.no", "c.at", "c.unit");

    internal string Where { get; init; } = "true";

    /// <summary>The cases with their tickets.</summary>
    /// <param name="few">A ticket is looked up for each case of the period; otherwise, and where the tickets are chosen first, both tables are joined as a whole.</param>
    internal string Source(bool few) => !From.EndsWith(" c", StringComparison.Ordinal) ? From
        : few ? From + " cross join lateral (select * from tickets.kpi_ticket k where k.ticket_id = c.ticket_id offset 0) t" : From + " join tickets.kpi_ticket t on t.ticket_id = c.ticket_id";

    internal IReadOnlyList<Exclusion> Excluded { get; init; } = [];

    /// <summary>Not to be judged yet: neither numerator nor denominator.</summary>
    internal string Pending { get; init; } = "false";

    /// <summary>What it adds to the numerator: mostly 1 where it holds, a weight, or seconds.</summary>
    internal string Score { get; init; } = "1";

    /// <summary>剔除范围 that strike it, beside that of everything; null where no exclusion does: it is the hotline's own figure.</summary>
    internal string? Scope { get; init; }

    /// <summary>Of which closing a case is; null where an exclusion of any closing strikes it.</summary>
    internal string? Closing { get; init; }

    /// <summary>Where a case may add more than 1, a share of cases has no interval.</summary>
    internal bool Doubled { get; init; }

    /// <summary>Each case adds one or nothing: the numerator is how many there are.</summary>
    internal bool CountsOnes => Score == (Holds is null ? "1" : One(Holds));

    private string? Holds { get; init; }

    /// <summary>What becomes of a case depends on the present.</summary>
    internal bool LooksAtTime => $"{Where} {Pending} {Score} {string.Join(' ', Excluded.Select(e => e.When))}".Contains("$3", StringComparison.Ordinal);

    internal Cases Scored(string holds) => this with { Score = One(holds), Holds = holds };

    internal Cases Without(params Exclusion[] more) => this with { Excluded = [.. Excluded, .. more] };

    internal Cases Only(string where) => this with { Where = where };

    private static string One(string holds) => $"case when {holds} then 1 else 0 end";

    internal Cases Waiting(string pending) => this with { Pending = pending };
}

/// <summary>A rule of the formula that leaves a case out.</summary>
internal sealed record Exclusion(string Code, string Chinese, string When)
{
    /// <summary>并单: the master stands for it.</summary>
    internal static readonly Exclusion Merged = new("merged", "已并单，随主单计", "t.ticket_id in (select id from tickets.ticket where merged_into is not null)");
}
