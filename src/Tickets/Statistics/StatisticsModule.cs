using Hotline.Tickets.Feed;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Statistics;

/// <summary>统计 for the module.</summary>
internal static class StatisticsModule
{
    internal static IServiceCollection AddStatistics(this IServiceCollection services) => services
        .AddSingleton<KpiFacts>().AddSingleton<ITicketSubscriber>(s => s.GetRequiredService<KpiFacts>())
        .AddSingleton<Scoreboard>().AddSingleton<KpiBoard>().AddSingleton<KpiTickets>();
}
