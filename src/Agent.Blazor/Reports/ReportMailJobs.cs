using System.Globalization;
using Hotline.Agent.Blazor.Exports;
using Hotline.Tickets.City;
using Hotline.Tickets.Jobs;

namespace Hotline.Agent.Blazor.Reports;

/// <summary>定时寄送 of one kind of report: the last whole period, before work begins.</summary>
internal abstract class ReportMailJob(ReportKind kind, ReportPost post, CityRules rules, TimeProvider clock) : IRecurringJob
{
    public async Task<string> RunAsync(CancellationToken ct)
    {
        var period = ReportPeriod.Of(kind, rules.DayOf(clock.GetUtcNow())).Before;
        var many = await post.SendAsync(period, by: null, ct);
        return string.Create(CultureInfo.InvariantCulture, $"{ReportDocument.Days(period)}：寄给 {many} 个收件人");
    }
}

/// <summary>日报寄送</summary>
internal sealed class DailyReportMail(ReportPost post, CityRules rules, TimeProvider clock) : ReportMailJob(ReportKind.Daily, post, rules, clock);

/// <summary>周报寄送</summary>
internal sealed class WeeklyReportMail(ReportPost post, CityRules rules, TimeProvider clock) : ReportMailJob(ReportKind.Weekly, post, rules, clock);

/// <summary>月报寄送</summary>
internal sealed class MonthlyReportMail(ReportPost post, CityRules rules, TimeProvider clock) : ReportMailJob(ReportKind.Monthly, post, rules, clock);

/// <summary>报表 for the host.</summary>
internal static class ReportsModule
{
    internal static void AddReports(this IServiceCollection services) => services
        .AddSingleton<ReportReader>().AddSingleton<ReportDocument>().AddSingleton<ReportReceivers>().AddSingleton<ReportPost>()
        .AddRecurringJob<DailyReportMail>("daily-report-mail", "日报寄送", "30 7 * * *")
        .AddRecurringJob<WeeklyReportMail>("weekly-report-mail", "周报寄送", "40 7 * * MON")
        .AddRecurringJob<MonthlyReportMail>("monthly-report-mail", "月报寄送", "50 7 1 * *");
}
