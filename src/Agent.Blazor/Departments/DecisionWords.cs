using System.Globalization;
using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;

namespace Hotline.Agent.Blazor.Departments;

/// <summary>Why a command was not taken, in the reader's language.</summary>
internal static class DecisionWords
{
    /// <summary>Null where it was.</summary>
    internal static string? InWords(this Decision decision) => decision switch
    {
        Decision.Refused refused => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? refused.English : refused.Reason,
        Decision.Invalid invalid => TermWords.Listed(invalid.Errors.SelectMany(e => e.Value)),
        _ => null,
    };
}
