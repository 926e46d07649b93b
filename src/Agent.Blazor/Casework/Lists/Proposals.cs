using Hotline.Tickets.City;
using Hotline.Tickets.Reading;

namespace Hotline.Agent.Blazor.Casework.Lists;

/// <summary>建议承办单位 of a ticket in a list. A ticket without a category is asked about by its words, where these leave no doubt.</summary>
internal static class Proposals
{
    internal static DepartmentProposal? Propose(this Catalogue city, TicketLine line) =>
        city.Propose(line.Question.Category is null ? line.Question with { Category = Certain(city, line.Question.Text) } : line.Question);

    private static string? Certain(Catalogue city, string text) => city.CategoriesIn(text) is [{ Certain: true } found, ..] ? found.Category.Code : null;
}
