using System.Globalization;
using Hotline.Tickets;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Reading;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Language;

/// <summary>The field's terms in the reader's language.</summary>
public sealed class TermWords(IStringLocalizer<TermText> english)
{
    private static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>A sentence that the system may have written, in the reader's language; what people typed stays as they typed it.</summary>
    public static string Said(string text) => (IsEnglish ? SystemSentences.English(text) : null) ?? text;

    /// <summary>Sentences one after the other.</summary>
    public static string Listed(IEnumerable<string> sentences) => string.Join(IsEnglish ? "; " : "；", sentences);

    public string Of<T>(T term) where T : struct, Enum =>
        IsEnglish ? english[$"{typeof(T).Name}.{term.Code()}"] : term.Chinese();

    /// <summary>As the head of a column or a choice of a list: in English with a capital.</summary>
    public string Head<T>(T term) where T : struct, Enum => Of(term) is { Length: > 0 } word ? char.ToUpperInvariant(word[0]) + word[1..] : "";

    /// <summary>5 个工作日 · 5 working days; minutes that are whole hours are told as hours.</summary>
    public string Of(Limit limit)
    {
        var (value, unit) = limit is { Unit: LimitUnit.Minutes, Value: > 0 } && limit.Value % 60 == 0 ? (limit.Value / 60, "hours") : (limit.Value, limit.Unit.Code());
        if (IsEnglish) return english["Limit." + unit, value];
        return unit == "hours" ? $"{value} 小时" : limit.Unit switch { LimitUnit.Minutes => $"{value} 分钟", LimitUnit.NaturalDays => $"{value} 天", _ => $"{value} 个{limit.Unit.Chinese()}" };
    }
}
