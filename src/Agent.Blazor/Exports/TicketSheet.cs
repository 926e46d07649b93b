using Hotline.Agent.Blazor.Accounts;
using Hotline.Agent.Blazor.Casework.Lists;
using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Language;
using Hotline.Agent.Blazor.Sheets;
using Hotline.Tickets;
using Hotline.Tickets.City;
using Hotline.Tickets.Reading;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Exports;

/// <summary>工单清单: a list of tickets as a file, by the filters in its page's address. Nobody's name or number stands in it.</summary>
internal sealed class TicketSheet(TicketList list, Catalogue city, TermWords terms, IStringLocalizer<ListText> words)
{
    /// <summary>Who may take it; a unit's lead takes the unit's own.</summary>
    internal static readonly string[] Takers = [Roles.Supervisor, Roles.Administrator, Roles.Inspector, Roles.Auditor, Roles.DepartmentLead];

    internal Task<IReadOnlyList<TicketLine>> ReadAsync(string query, Actor by, CancellationToken ct) =>
        list.AllAsync(ListQuery.Read(query).Filter([], TicketSort.Accepted, TicketList.MostExported), by, ct);

    internal Sheet<TicketLine> Of(DateOnly day) => new($"{words["export.name"].Value} {DateSpan.Written(day)}",
    [
        new(Column(TicketColumn.Number), t => t.Number.Digits), new(Column(TicketColumn.Title), t => t.Title, 40), new(Column(TicketColumn.State), t => terms.Of(t.State)),
        new(Column(TicketColumn.Type), t => terms.Of(t.Type)), new(words["urgency"], t => terms.Of(t.Urgency)), new(Column(TicketColumn.Channel), t => terms.Of(t.Channel)),
        new(Column(TicketColumn.Category), t => city.PathOf(t.Category), 28), new(Column(TicketColumn.District), t => city.Districts.FirstOrDefault(d => d.Code == t.District)?.Name),
        new(Column(TicketColumn.Place), t => t.Place, 28), new(Column(TicketColumn.Department), t => t.Department, 28), new(Column(TicketColumn.AcceptedAt), t => t.AcceptedAt, 20),
        new(words["export.clock"], t => t.NextClock is { } clock ? terms.Of(clock) : null), new(Column(TicketColumn.Due), t => t.NextDue, 20), new(words["export.overdue"], t => t.Overdue),
    ]);

    private string Column(TicketColumn column) => words["column." + column].Value;
}
