using System.Globalization;
using Hotline.Agent.Blazor.Administration.Exports;
using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Language;
using Hotline.Tickets.Auditing;

namespace Hotline.Agent.Blazor.Administration.Trust;

/// <summary>Filters of logs: days of the city become moments, and filters become addresses of exports.</summary>
internal static class LogFilters
{
    /// <summary>Null for open ends: from three months ago, to now.</summary>
    internal static LogFilter Of(DateOnly? from, DateOnly? to, string? area, string? who, string? text, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return new(
            from?.ToDateTime(TimeOnly.MinValue).FromCity() ?? now.AddDays(-92), to?.AddDays(1).ToDateTime(TimeOnly.MinValue).FromCity() ?? now.AddMinutes(1),
            Some(area), Some(who), Some(text));
    }

    internal static LogFilter Of(Export export)
    {
        var now = export.Of<TimeProvider>().GetUtcNow();
        return new(Moment(export.Query("from")) ?? now.AddDays(-92), Moment(export.Query("to")) ?? now, export.Query("area"), export.Query("who"), export.Query("text"), 1, 500);
    }

    internal static string Query(LogFilter f) => QueryString.Create(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["from"] = f.From.ToString("O", CultureInfo.InvariantCulture), ["to"] = f.To.ToString("O", CultureInfo.InvariantCulture), ["area"] = f.Area, ["who"] = f.Who, ["text"] = f.Text,
    }.Where(p => p.Value is not null)).ToString();

    /// <summary>All pages of a log, one after the other.</summary>
    internal static async IAsyncEnumerable<T> AllAsync<T>(LogFilter filter, Func<LogFilter, Task<Slice<T>>> read)
    {
        for (var page = 1; ; page++)
        {
            var slice = await read(filter with { Page = page });
            foreach (var item in slice.Items) yield return item;
            if (!slice.More) yield break;
        }
    }

    private static string? Some(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static DateTimeOffset? Moment(string? text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
