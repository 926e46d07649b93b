using Hotline.Tickets.City;

namespace Hotline.Tickets.Reading;

/// <summary>
/// The SQL of one list, put together from fixed words so that each list has the plan it needs: the first page comes off an index
/// also among a million tickets. Values are parameters, always.
/// </summary>
internal sealed class ListSql
{
    private const string Risk = "t.risk_due_at";
    private readonly List<string> _where = [];
    private readonly List<object> _values = [];
    private readonly TicketFilter _filter;
    private readonly string? _pattern;

    internal ListSql(TicketFilter filter, DepartmentId? unit, CityRules rules, DateTimeOffset now)
    {
        _filter = filter;
        if (filter.AnyOf is { Count: 1 } one) Where("t.state = {0}", one[0].Code());
        if (filter.AnyOf is { } states && states.All(s => Transitions.Open.Contains(s))) _where.Add("t.closed_at is null");
        if (filter.Overdue is { } overdue) Where(overdue ? "t.next_due_at < {0} and t.merged_into is null" : "not coalesce(t.next_due_at < {0} and t.merged_into is null, false)", now);
        if (unit is { } own) Where("t.department = {0}", own.Code);
        if (filter.Type is { } type) Where("t.type = {0}", type.Code());
        if (filter.Urgency is { } urgency) Where("t.urgency = {0}", urgency.Code());
        if (filter.District is { } district) Where("t.district = {0}", district);
        if (filter.Category is { } category) Where("t.category = any ({0})", Below(category, rules));
        if (filter.From is { } from) Where("t.accepted_at >= {0}", rules.StartOf(from));
        if (filter.To is { } to) Where("t.accepted_at < {0}", rules.StartOf(to.AddDays(1)));
        var text = filter.Text?.Trim() ?? "";
        if (text is { Length: >= 6 } && text.All(char.IsAsciiDigit)) Where("t.number between {0} and {0} || '9999999999999'", text); // a day's numbers, or one of them
        else if (text.Length > 0) _pattern = $"%{text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
    }

    internal object[] Values => [.. _values];

    /// <summary>A page of the columns. With a text the last column counts all; otherwise <see cref="Count"/> does.</summary>
    internal string Page(string columns, int size, long skip)
    {
        var (order, upTo) = (Order(), Value(size + skip));
        var found = _pattern is not null ? $"select t.id, count(*) over () as total from {Searched()} t where {Matches()}" : $"select t.id, 0::bigint as total from {Found(order, upTo)}";

        // first which tickets, off an index alone where it can be; the rows are read for the lines of the page only
        return $"select {columns}, p.total from ({found} order by {order} limit {Value(size)} offset {Value(skip)}) p join tickets.ticket t on t.id = p.id order by {order}";
    }

    /// <summary>Where the first rows of the list are: in the table, or in parts of it that each come off an index.</summary>
    private string Found(string order, string upTo)
    {
        if (_filter.AnyOf is { Count: > 1 } states)
            return $"unnest({Value(states.Select(s => s.Code()).ToArray())}::text[]) s(name) cross join lateral {First("t.state = s.name", order, upTo)} t";
        if (_filter.Order is not (TicketSort.Due or TicketSort.Risk)) return $"tickets.ticket t {Conditions()}";

        var running = order.Replace(" nulls last", "", StringComparison.Ordinal); // there are none, and the index is read backwards
        var withClock = First("t.next_due_at is not null", running, upTo);
        return _filter.Overdue is true ? $"{withClock} t" : $"({withClock} union all {First("t.next_due_at is null", WithoutClock, upTo)}) t"; // without a clock nothing is overdue
    }

    private string First(string condition, string order, string upTo) => $"(select * from tickets.ticket t {Conditions(condition)} order by {order} limit {upTo})";

    /// <summary>How many there are, counted up to a limit; null where the page itself counts.</summary>
    internal string? Count(int most)
    {
        if (_pattern is not null) return null;
        var state = _filter.AnyOf is { Count: > 1 } states ? $"t.state = any ({Value(states.Select(s => s.Code()).ToArray())})" : null;
        return $"select count(*) from (select 1 from tickets.ticket t {Conditions(state)} limit {Value(most)}) c";
    }

    private string Searched()
    {
        var state = _filter.AnyOf is { Count: > 1 } states ? $"t.state = any ({Value(states.Select(s => s.Code()).ToArray())})" : null;
        return $"(select * from tickets.ticket t {Conditions(state)} order by t.accepted_at desc limit {Value(TicketList.MostSearched)})";
    }

    private string Matches()
    {
        // case is a matter of letters; Chinese has none, and a plain comparison is several times as fast
        var (like, pattern) = (_pattern!.Any(char.IsLower) || _pattern!.Any(char.IsUpper) ? "ilike" : "like", Value(_pattern!));
        return $"(t.title {like} {pattern} or t.text {like} {pattern} or t.place {like} {pattern} or t.number like {pattern})";
    }

    private string Order() => (_filter.Order, _filter.Reversed) switch
    {
        (TicketSort.Risk, false) => $"{Risk}, {WithoutClock}",
        (TicketSort.Risk, true) => $"{Risk} desc nulls last, {WithoutClock}",
        (TicketSort.Due, false) => $"t.next_due_at, {WithoutClock}",
        (TicketSort.Due, true) => $"t.next_due_at desc nulls last, {WithoutClock}",
        (TicketSort.Number, false) => "t.number desc",
        (TicketSort.Number, true) => "t.number",
        (_, false) => "t.accepted_at desc, t.number desc",
        (_, true) => "t.accepted_at, t.number",
    };

    /// <summary>How tickets stand whose risk or due time is none, or the same.</summary>
    private string WithoutClock => _filter.Order == TicketSort.Risk ? "t.number" : "t.accepted_at desc, t.number desc";

    private string Conditions(string? more = null) => more is null && _where.Count == 0 ? "" : "where " + string.Join(" and ", more is null ? _where : [.. _where, more]);

    private void Where(string condition, object value) => _where.Add(condition.Replace("{0}", Value(value), StringComparison.Ordinal));

    private string Value(object value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }

    private static string[] Below(string category, CityRules rules) =>
        [category, .. rules.Profile.Categories.Where(main => main.Code == category).SelectMany(main => main.Children ?? []).Select(own => own.Code)];
}
