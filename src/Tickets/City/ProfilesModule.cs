using Hotline.Tickets.City.Versions;
using Hotline.Tickets.Feed;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.City;

/// <summary>城市配置 for the module.</summary>
internal static class ProfilesModule
{
    /// <summary>The rules that services get change when a version of the profile is published.</summary>
    internal static IServiceCollection AddProfiles(this IServiceCollection services, TicketsOptions options) => services
        .AddSingleton(s => new CityRulebook(CityProfileFile.Read(options.CityFile), s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => s.GetRequiredService<CityRulebook>().Live)
        .AddSingleton<Precedents>().AddSingleton<ProfileStore>().AddSingleton<ProfileShelf>().AddSingleton<ClockMover>().AddSingleton<Rehearsal>()
        .AddSingleton(s => new ProfileOffice(s.GetRequiredService<ProfileStore>(), s.GetRequiredService<ProfileShelf>(), s.GetRequiredService<Rehearsal>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<ProposalReport>()
        .AddTicketSubscriber<PrecedentKeeper>()
        .AddHostedService<ProfileWatch>();
}
