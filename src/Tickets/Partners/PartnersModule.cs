using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Feed;
using Hotline.Tickets.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Tickets.Partners;

/// <summary>两线联动: registration.</summary>
internal static class PartnersModule
{
    internal static IServiceCollection AddPartners(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton((configuration.GetSection("Partners").Get<PartnerOptions>() ?? new PartnerOptions()).Completed())
        .AddSingleton(s => new ExchangeLedger(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<PersonalDataKey>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new PartnerConnector(s.GetRequiredService<PartnerOptions>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new PartnerLinks(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<PartnerOptions>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new Reconciliation(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<CityRules>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new PartnerIntake(
            s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<TicketStore>(), s.GetRequiredService<Reception>(), s.GetRequiredService<ITicketDesk>(), s.GetRequiredService<ExchangeLedger>(), s.GetRequiredService<PartnerOptions>(),
            s.GetRequiredService<CityRules>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<ITicketSubscriber, PartnerSubscriber>()
        .AddRecurringJob<ReconciliationJob>("partner-match", "两线联动日对账", "10 1 * * *")
        .AddHostedService<PartnerWorker>();
}
