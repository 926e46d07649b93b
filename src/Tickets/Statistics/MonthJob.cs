using System.Globalization;
using Hotline.Tickets.City;
using Hotline.Tickets.Jobs;

namespace Hotline.Tickets.Statistics;

/// <summary>月报冻结与勘误: freezes the last month on the city's day, and counts the months of the last year again.</summary>
internal sealed class MonthJob(MonthBook book, CityRules rules, TimeProvider clock) : IRecurringJob
{
    public async Task<string> RunAsync(CancellationToken ct)
    {
        var today = rules.DayOf(clock.GetUtcNow());
        var last = new DateOnly(today.Year, today.Month, 1).AddMonths(-1);
        var frozen = today.Day >= rules.Handling.Kpi.FreezeDay && (await book.FreezeAsync(last, Actor.System, ct)).Frozen is not null;
        var errata = 0;
        foreach (var month in (await book.AllAsync(ct)).Select(m => m.Month).Where(m => m >= last.AddMonths(-12)))
        {
            if (await book.CheckAsync(month, Actor.System, ct) is not null) errata++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(frozen ? $"{last:yyyy-MM} 已冻结" : "没有待冻结的月份")}，新勘误 {errata} 件");
    }
}
