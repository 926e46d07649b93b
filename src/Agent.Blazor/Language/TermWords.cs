using System.Globalization;
using Hotline.Tickets;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Language;

/// <summary>The field's terms in the reader's language.</summary>
public sealed class TermWords(IStringLocalizer<TermText> english)
{
    public string Of<T>(T term) where T : struct, Enum =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? english[$"{typeof(T).Name}.{term.Code()}"] : term.Chinese();
}
