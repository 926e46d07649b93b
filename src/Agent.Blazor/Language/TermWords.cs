using System.Globalization;
using Hotline.Tickets;
using Hotline.Tickets.Deadlines;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Language;

/// <summary>The field's terms in the reader's language.</summary>
public sealed class TermWords(IStringLocalizer<TermText> english)
{
    public string Of<T>(T term) where T : struct, Enum =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? english[$"{typeof(T).Name}.{term.Code()}"] : term.Chinese();

    /// <summary>5 个工作日 · 5 working days; minutes that are whole hours are told as hours.</summary>
    public string Of(Limit limit)
    {
        var (value, unit) = limit is { Unit: LimitUnit.Minutes, Value: > 0 } && limit.Value % 60 == 0 ? (limit.Value / 60, "hours") : (limit.Value, limit.Unit.Code());
        if (CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en") return english["Limit." + unit, value];
        return unit == "hours" ? $"{value} 小时" : limit.Unit switch { LimitUnit.Minutes => $"{value} 分钟", LimitUnit.NaturalDays => $"{value} 天", _ => $"{value} 个{limit.Unit.Chinese()}" };
    }
}
