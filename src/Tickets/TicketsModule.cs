using Hotline.Tickets.Accepting;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.Auditing;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.City;
using Hotline.Tickets.City.Versions;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.Departments;
using Hotline.Tickets.Enterprises;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Exclusions;
using Hotline.Tickets.Feed;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Http;
using Hotline.Tickets.Integrity;
using Hotline.Tickets.Invitations;
using Hotline.Tickets.Jobs;
using Hotline.Tickets.Knowledge;
using Hotline.Tickets.Lines;
using Hotline.Tickets.Merging;
using Hotline.Tickets.Notices;
using Hotline.Tickets.Partners;
using Hotline.Tickets.Reading;
using Hotline.Tickets.Requesters;
using Hotline.Tickets.Retention;
using Hotline.Tickets.SampleData;
using Hotline.Tickets.Sections;
using Hotline.Tickets.Statistics;
using Hotline.Tickets.Supervising;
using Hotline.Tickets.UnifiedReplies;
using Hotline.Tickets.Whistles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Hotline.Tickets;

/// <summary>What the host needs to know of tickets. The host registers the NpgsqlDataSource, and a <see cref="ListDatabase"/> where lists have connections of their own.</summary>
public static class TicketsModule
{
    public static IServiceCollection AddTickets(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Tickets").Get<TicketsOptions>() ?? new TicketsOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => new ListDatabase(s.Db()));
        return services
            .AddSingleton(options)
            .AddProfiles(options)
            .AddSingleton(_ => PersonalDataKey.FromFile(options.KeyFile, "Tickets:KeyFile"))
            .AddSingleton<Catalogue>()
            .AddSingleton<Onces>()
            .AddSingleton<TicketStore>()
            .AddSingleton<ITicketDesk, TicketDesk>()
            .AddSingleton(s => new Reception(s.Db(), s.Store(), s.Key(), s.Rules(), s.Time(), s.GetRequiredService<KnownFacts>()))
            .AddSingleton(s => new TicketFile(s.Db(), s.Store(), s.Rules(), s.Time()))
            .AddSingleton(s => new CitizenLookup(s.Db(), s.Store(), s.Key(), s.Rules(), s.Time()))
            .AddSingleton(s => new RequesterHistory(s.Db(), s.Key(), s.Time()))
            .AddSingleton(s => new RequesterFile(s.Db(), s.Key(), s.Time()))
            .AddSingleton<TicketAt>()
            .AddSingleton<Rebuild>()
            .AddSingleton<DepartmentInbox>()
            .AddSingleton<TicketList>()
            .AddStatistics()
            .AddSingleton<TicketsChanged>()
            .AddSingleton<SampleCity>()
            .AddJobs(options.Jobs)
            .AddIntegrity()
            .AddAttachments()
            .AddRetention()
            .AddSingleton<ClockSweep>()
            .AddSingleton(s => new TicketsHealth(s.Db(), s.GetRequiredService<ClockSweep>(), s.GetServices<Feed.ITicketSubscriber>(), s.Time()))
            .AddHostedService<TicketsStartup>()
            .AddCitizens()
            .AddUnits().AddSections().AddGrids().AddWhistles().AddEnterprises()
            .AddExclusions()
            .AddSingleton<SupervisionBoard>().AddSingleton<Warnings>()
            .AddFollowUps()
            .AddNotices()
            .AddInvitations()
            .AddKnowledge()
            .AddDelivery(configuration)
            .AddSingleton<CitizenMessages>()
            .AddPartners(configuration)
            .AddReplies()
            .AddLines()
            .AddMerging()
            .AddSingleton<AdminLog>().AddSingleton<ViewLedger>()
            .AddHostedService(s => s.GetRequiredService<ClockSweep>())
            .AddHostedService<TicketFeed>();
    }

    /// <summary>Adds a subscriber of the feed.</summary>
    public static IServiceCollection AddTicketSubscriber<T>(this IServiceCollection services) where T : class, ITicketSubscriber =>
        services.AddSingleton<ITicketSubscriber, T>();

    /// <summary>The API under /api/v1. The host brings authentication: claims NameIdentifier, Name, Role and "department".</summary>
    public static void MapTickets(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter(ProblemFilter.HandleAsync);
        api.MapIntake();
        api.MapSteps();
        api.MapReads();
        api.MapDueProofs();
        api.MapCitizens();
        api.MapGrids();
        api.MapWhistles();
        api.MapUnits();
        api.MapSections();
        api.MapCompanies();
        api.MapMerging();
        api.MapRosters();
        api.MapProfiles();
        api.MapExclusions();
        api.MapSupervision();
        api.MapWarnings();
        api.MapNotices();
        api.MapFollowUps();
        api.MapInvitations();
        api.MapJobs();
        api.MapIntegrity();
        api.MapAttachments();
        api.MapRetention();
        api.MapKnowledge();
        api.MapDelivery();
        api.MapMessages();
        api.MapPartners();
        api.MapReplies();
        api.MapLines();
        api.MapStatistics();
    }

    private static NpgsqlDataSource Db(this IServiceProvider services) => services.GetRequiredService<NpgsqlDataSource>();

    private static TicketStore Store(this IServiceProvider services) => services.GetRequiredService<TicketStore>();

    private static PersonalDataKey Key(this IServiceProvider services) => services.GetRequiredService<PersonalDataKey>();

    private static CityRules Rules(this IServiceProvider services) => services.GetRequiredService<CityRules>();

    private static TimeProvider Time(this IServiceProvider services) => services.GetRequiredService<TimeProvider>();
}
