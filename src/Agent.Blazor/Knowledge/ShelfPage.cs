using System.Globalization;
using Hotline.Agent.Blazor.Casework;
using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;
using Hotline.Tickets.City;
using Hotline.Tickets.Feed;
using Hotline.Tickets.Knowledge;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Knowledge;

/// <summary>A page of the knowledge base 知识库: it does not change with tickets, and says in words why something was not done.</summary>
public abstract class ShelfPage : StaffPage
{
    [Inject] protected IStringLocalizer<KnowledgeText> T { get; set; } = default!;

    [Inject] protected Catalogue City { get; set; } = default!;

    protected IReadOnlyDictionary<string, string[]> Errors { get; set; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>Why the last deed was refused; null where it was not.</summary>
    protected string? Refusal { get; set; }

    protected string? Done { get; set; }

    protected override bool Concerns(TicketChange change) => false;

    protected string? Error(string field) => Errors.TryGetValue(field, out var found) ? TermWords.Listed(found) : null;

    protected string NameOf(DepartmentId? unit) => unit is not { } code ? "—" : City.Departments.FirstOrDefault(d => d.Code == code)?.Name ?? code.Code;

    /// <summary>Remembers what came of a deed; true where it was done.</summary>
    protected bool Took(Decision decision, string done)
    {
        Errors = decision is Decision.Invalid invalid ? invalid.Errors : new Dictionary<string, string[]>(StringComparer.Ordinal);
        Refusal = decision is Decision.Refused refused ? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? refused.English : refused.Reason : null;
        Done = decision is Decision.Happened ? done : null;
        return decision is Decision.Happened;
    }
}
