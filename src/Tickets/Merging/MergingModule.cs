using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Tickets.Merging;

/// <summary>并单、拆单、查重 for the module.</summary>
internal static class MergingModule
{
    internal static IServiceCollection AddMerging(this IServiceCollection services) => services
        .AddSingleton<MergeDesk>()
        .AddSingleton<Relations>()
        .AddSingleton(s => new SplitDesk(
            s.GetRequiredService<TicketStore>(), s.GetRequiredService<Reception>(), s.GetRequiredService<RequesterFile>(), s.GetRequiredService<CityRules>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new DuplicateCheck(
            s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<PersonalDataKey>(), s.GetRequiredService<CityRules>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<MergeNotices>()
        .AddHostedService<MasterWatch>();
}
