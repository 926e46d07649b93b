using Hotline.Tickets.City;
using Hotline.Tickets.Departments;
using Hotline.Tickets.Reading;

namespace Hotline.Tickets.Statistics;

/// <summary>What is asked for.</summary>
/// <param name="To">The last day, included.</param>
/// <param name="Variant">Null for the city's own.</param>
/// <param name="Subtree">Of units: with everything below them.</param>
/// <param name="ByAcceptance">Of tickets accepted in the period, instead of each case by its own moment.</param>
public sealed record KpiQuestion(
    Kpi Kpi, DateOnly From, DateOnly To, KpiVariant? Variant = null, KpiDimension? By = null, bool Subtree = false, bool ByAcceptance = false, IReadOnlyList<DepartmentId>? Units = null)
{
    /// <summary>Only the cases of one value of a dimension, such as one category; an empty value is where none was filled in.</summary>
    public (KpiDimension By, string Value)? Only { get; init; }
}

/// <summary>An indicator of a period, in the whole and by one dimension.</summary>
/// <param name="AsOf">Counted at that moment.</param>
/// <param name="Total">The whole city, or all units asked for.</param>
/// <param name="Reasons">Why cases were left out, and how many for each reason.</param>
public sealed record KpiTable(
    Kpi Kpi, string Variant, DateOnly From, DateOnly To, DateTimeOffset AsOf, KpiRow Total, KpiDimension? By, IReadOnlyList<KpiRow> Rows, IReadOnlyDictionary<string, long> Reasons);

/// <summary>Counts the indicators of tickets (统计). The same figure has the same number on every page: they all ask here.</summary>
public sealed class KpiBoard(ListDatabase lists, KpiFacts facts, CityRules rules, TimeProvider clock)
{
    internal KpiDays Days { get; } = new(lists.Source, rules);

    /// <summary>All that have a number, together where one reading of their cases counts them: asked for one without the other they cost nearly as much.</summary>
    public IReadOnlyList<IReadOnlyList<Kpi>> Readings() =>
        [.. Kpis.All.Where(k => k.Unavailable is null).GroupBy(k => rules.Handling.Kpi.Of(k).Cases is var cases ? (cases.From, cases.At) : default).Select(g => g.ToList())];

    /// <exception cref="InvalidOperationException">The indicator has no number yet.</exception>
    public async Task<KpiTable> ReadAsync(KpiQuestion question, CancellationToken ct) => (await ReadAllAsync([question], ct))[0];

    /// <summary>Several figures in a few round trips, as one after the other would be.</summary>
    /// <exception cref="InvalidOperationException">One of the indicators has no number yet.</exception>
    public async Task<IReadOnlyList<KpiTable>> ReadAllAsync(IReadOnlyList<KpiQuestion> questions, CancellationToken ct)
    {
        await facts.CatchUpAsync(ct);
        var now = clock.Now();
        var asks = questions.Select(q => new KpiAsk(VariantOf(q), Scope(q, now), q.By is { } by ? [by] : [])).ToList();
        var counted = await Days.SumsAsync(asks, ct);
        return [.. questions.Select((q, i) => Table(q, asks[i], counted[i]))];
    }

    /// <summary>A unit's figures beside those of all units.</summary>
    public async Task<IReadOnlyList<(KpiRow All, KpiRow Unit)>> BesideAsync(IReadOnlyList<KpiQuestion> questions, DepartmentId unit, CancellationToken ct)
    {
        await facts.CatchUpAsync(ct);
        var now = clock.Now();
        var asks = questions.Select(q => new KpiAsk(VariantOf(q), Scope(q, now), [KpiDimension.Unit])).ToList();
        var counted = await Days.SumsAsync(asks, ct);
        return [.. questions.Select((q, i) => Beside(q, asks[i].Variant, counted[i].Sums, unit))];
    }

    private KpiTable Table(KpiQuestion question, KpiAsk ask, KpiCounted counted)
    {
        var total = Row(question, ask.Variant, counted.Sums.Single(s => s.By is null), NameOfAll(question));
        var rows = Ranked(question, ask.Variant, [.. counted.Sums.Where(s => s.By is not null)]);
        return new(question.Kpi, ask.Variant.Code, question.From, question.To, ask.Scope.Now, total, question.By, rows, counted.Reasons);
    }

    private (KpiRow All, KpiRow Unit) Beside(KpiQuestion question, KpiVariant variant, IReadOnlyList<KpiSums> sums, DepartmentId unit)
    {
        var own = sums.FirstOrDefault(s => s.By is not null && s.Key == unit.Code) ?? KpiSums.Sum(KpiDimension.Unit, unit.Code, []);
        return (Row(question, variant, sums.Single(s => s.By is null), NameOfAll(question)), Row(question, variant, own, rules.NameOf(unit) ?? unit.Code));
    }

    internal KpiVariant VariantOf(KpiQuestion question) =>
        question.Kpi.Unavailable is { } why ? throw new InvalidOperationException(why) : question.Variant ?? rules.Handling.Kpi.Of(question.Kpi);

    internal KpiScope Scope(KpiQuestion question) => Scope(question, clock.Now());

    private KpiScope Scope(KpiQuestion question, DateTimeOffset now) => new(
        rules.StartOf(question.From), rules.StartOf(question.To.AddDays(1)), now, question.ByAcceptance, question.Units?.Select(u => u.Code).ToArray(), question.Only);

    private IReadOnlyList<KpiRow> Ranked(KpiQuestion question, KpiVariant variant, IReadOnlyList<KpiSums> sums)
    {
        var groups = question is { By: KpiDimension.Unit, Subtree: true } ? Subtrees(sums) : sums;
        var rows = groups.Select(s => Row(question, variant, s, NameOf(s, question.To)));
        return question.By == KpiDimension.Unit
            ? Ranking.Rank(rows.Where(r => r.Key is not null), question.Kpi.LessIsBetter == true)
            : [.. rows.OrderByDescending(r => r.Cases.Asked).ThenBy(r => r.Key, StringComparer.Ordinal)];
    }

    /// <summary>Every unit with all below it; one that only has others below it too.</summary>
    private IReadOnlyList<KpiSums> Subtrees(IReadOnlyList<KpiSums> own)
    {
        var units = new Units(rules.Profile.Departments);
        var keys = own.Where(s => s.Key is not null).Select(s => new DepartmentId(s.Key!)).ToList();
        var known = rules.Profile.Departments.Select(d => d.Code).Where(d => keys.Exists(k => units.IsWithin(k, d)));
        return [.. known.Union(keys).Select(u => KpiSums.Sum(KpiDimension.Unit, u.Code, [.. own.Where(s => s.Key is { } k && units.IsWithin(new(k), u))]))];
    }

    private KpiRow Row(KpiQuestion question, KpiVariant variant, KpiSums sums, string name) => sums.Row(question.Kpi, variant, name, rules.Handling.Kpi.LeastCases);

    private string NameOfAll(KpiQuestion question) => question.Units switch
    {
        null => rules.Profile.Name,
        [var one, ..] => rules.NameOf(one)!,
        _ => "",
    };

    private string NameOf(KpiSums sums, DateOnly day) => (sums.By, sums.Key) switch
    {
        (_, null) => "未填",
        (KpiDimension.Unit, { } code) => new Units(rules.Profile.Departments).NameOn(new(code), day),
        (KpiDimension.District, { } code) => rules.Profile.Districts.FirstOrDefault(d => d.Code == code)?.Name ?? code,
        (KpiDimension.Category, { } code) => rules.Categories.GetValueOrDefault(code)?.Name ?? code,
        (KpiDimension.Channel, { } code) => Terms.FromCode<Channel>(code).Chinese(),
        (KpiDimension.Type, { } code) => Terms.FromCode<RequestType>(code).Chinese(),
        (KpiDimension.Urgency, { } code) => Terms.FromCode<Urgency>(code).Chinese(),
        (_, { } code) => code,
    };
}
