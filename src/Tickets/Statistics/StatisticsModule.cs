using Hotline.Tickets.Feed;
using Hotline.Tickets.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Statistics;

/// <summary>统计 for the module.</summary>
internal static class StatisticsModule
{
    internal static IServiceCollection AddStatistics(this IServiceCollection services) => services
        .AddSingleton<KpiFacts>().AddSingleton<ITicketSubscriber>(s => s.GetRequiredService<KpiFacts>())
        .AddSingleton<Scoreboard>().AddSingleton<KpiBoard>().AddSingleton<KpiTickets>().AddSingleton<KpiTrend>().AddSingleton<TicketsToday>().AddSingleton<KeptDays>().AddSingleton<KpiDayKeeper>().AddHostedService(s => s.GetRequiredService<KpiDayKeeper>())
        .AddSingleton<MonthBook>().AddRecurringJob<MonthJob>("month", "月报冻结与勘误", "40 1 * * *");
}
