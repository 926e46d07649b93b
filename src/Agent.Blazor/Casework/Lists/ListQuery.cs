using System.Globalization;
using Hotline.Agent.Blazor.Design;
using Hotline.Tickets;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.WebUtilities;

namespace Hotline.Agent.Blazor.Casework.Lists;

/// <summary>A column that a list may show.</summary>
public enum TicketColumn { Risk, Number, Title, State, Type, Category, District, Place, Channel, Department, Proposal, AcceptedAt, Due }

/// <summary>What a list shows, as it stands in the page's address: a view is kept and shared by its address. Unknown values are left out. Pure.</summary>
internal sealed record ListQuery
{
    /// <summary>Which of the page's lists; null for the first.</summary>
    internal string? Tab { get; init; }
    internal string? Text { get; init; }
    internal StateName? State { get; init; }
    internal RequestType? Type { get; init; }
    internal Urgency? Urgency { get; init; }
    internal string? Category { get; init; }
    internal string? District { get; init; }
    internal string? Unit { get; init; }
    internal DateSpan Days { get; init; } = DateSpan.Any;
    internal bool Overdue { get; init; }
    /// <summary>Null: the list's own order.</summary>
    internal Sort? Sort { get; init; }
    internal int Page { get; init; } = 1;
    /// <summary>Null: the columns chosen last.</summary>
    internal IReadOnlyList<TicketColumn>? Columns { get; init; }

    /// <summary>Something narrows the list.</summary>
    internal bool IsNarrow => this != new ListQuery { Tab = Tab, Sort = Sort, Page = Page, Columns = Columns, Days = Days } || Days != DateSpan.Any;

    internal static ListQuery Read(string address)
    {
        var values = QueryHelpers.ParseQuery(address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? address[at..] : "");
        string? Of(string name) => values.TryGetValue(name, out var found) && !string.IsNullOrWhiteSpace(found) ? found.ToString() : null;
        return new()
        {
            Tab = Of("tab"), Text = Of("q"), State = Term<StateName>(Of("state")), Type = Term<RequestType>(Of("type")), Urgency = Term<Urgency>(Of("urgency")),
            Category = Of("category"), District = Of("district"), Unit = Of("unit"), Days = new(DateSpan.Read(Of("from")), DateSpan.Read(Of("to"))), Overdue = Of("overdue") == "1",
            Sort = Of("sort") is { } sort && Named<TicketSort>(sort.TrimStart('-')) is { } by ? new(Name(by), sort.StartsWith('-')) : null,
            Page = int.TryParse(Of("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 1_000_000 ? page : 1, Columns = ColumnsIn(Of("columns")),
        };
    }

    /// <summary>With its question mark; empty where nothing differs from the plain list.</summary>
    internal string Written() => QueryHelpers.AddQueryString("", new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["tab"] = Tab, ["q"] = Text, ["state"] = State?.Code(), ["type"] = Type?.Code(), ["urgency"] = Urgency?.Code(), ["category"] = Category, ["district"] = District, ["unit"] = Unit,
        ["from"] = Maybe(Days.From), ["to"] = Maybe(Days.To), ["overdue"] = Overdue ? "1" : null, ["sort"] = Sort is { } s ? (s.Down ? "-" : "") + s.By : null,
        ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null, ["columns"] = Columns is null ? null : Names(Columns),
    });

    internal TicketFilter Filter(IReadOnlyList<StateName> states, TicketSort usual, int size) => new(
        State, Overdue ? true : null, Text, Unit is null ? null : new DepartmentId(Unit), Type, Page, size, States: states)
    {
        Urgency = Urgency, Category = Category, District = District, From = Days.From, To = Days.To,
        Sort = Named<TicketSort>(Sort?.By) ?? usual, Reversed = Sort?.Down == true,
    };

    internal static IReadOnlyList<TicketColumn>? ColumnsIn(string? names)
    {
        var known = (names ?? "").Split('.').Select(Named<TicketColumn>).OfType<TicketColumn>().Distinct().ToList();
        return known.Count == 0 ? null : known;
    }

    internal static string Names(IEnumerable<TicketColumn> columns) => string.Join('.', columns.Select(Name));

    internal static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>By its name; a number is no name.</summary>
    private static T? Named<T>(string? name) where T : struct, Enum => Enum.GetValues<T>().Where(v => Name(v) == name).Select(v => (T?)v).FirstOrDefault();

    private static T? Term<T>(string? code) where T : struct, Enum => Terms.TryFromCode<T>(code, out var term) ? term : null;

    private static string? Maybe(DateOnly? day) => day is null ? null : DateSpan.Written(day);
}
