using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;
using Hotline.Tickets.Reading;

namespace Hotline.Agent.Blazor.Casework;

/// <summary>The ticket on the desk with what its forms share: the errors of the last attempt and the way to take a step.</summary>
public sealed class CaseFile(TicketView view, IReadOnlyDictionary<string, string[]> errors, Func<ITicketCommand, Task<bool>> take)
{
    public TicketView View => view;

    /// <summary>What is wrong with a field of the form, or null.</summary>
    public string? Error(string field) => errors.TryGetValue(field, out var found) ? TermWords.Listed(found) : null;

    /// <summary>False where it was refused or something is missing.</summary>
    public Task<bool> TakeAsync(ITicketCommand step) => take(step);
}
