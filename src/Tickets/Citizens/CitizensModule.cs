using Hotline.Tickets.Accepting;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.City;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Jobs;
using Hotline.Tickets.Knowledge;
using Hotline.Tickets.Merging;
using Hotline.Tickets.Reading;
using Hotline.Tickets.Requesters;
using Hotline.Tickets.Retention;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Tickets.Citizens;

/// <summary>市民服务: registration of what the citizens' pages ask.</summary>
internal static class CitizensModule
{
    internal static IServiceCollection AddCitizens(this IServiceCollection services) => services
        .AddSingleton(s => new CityPlaces(s.GetRequiredService<GridMaps>()))
        .AddSingleton(s => new CitizenLimits(s.Db(), s.Key(), s.Time()))
        .AddSingleton(s => new PhoneCodes(s.Db(), s.Key(), s.GetServices<IMessageChannel>(), s.Time()))
        .AddSingleton(s => new ReportDrafts(s.Db(), s.Key(), s.GetRequiredService<SealedFiles>(), s.GetRequiredService<AttachmentDesk>(), s.GetRequiredService<AttachmentOptions>(), s.Time()))
        .AddRecurringJob<ReportDrafts>("report-drafts", "清除网上反映草稿", "25 * * * *")
        .AddSingleton(s => new NearbyMatters(s.Db(), s.Rules(), s.GetRequiredService<Catalogue>(), s.Time()))
        .AddSingleton(s => new CitizenReception(
            s.Db(), s.GetRequiredService<Reception>(), s.GetRequiredService<ReportDrafts>(), s.GetRequiredService<AttachmentDesk>(), s.GetRequiredService<MergeDesk>(), s.GetRequiredService<CityPlaces>(), s.Time()))
        .AddSingleton(s => new CitizenFile(s.Db(), s.GetRequiredService<TicketStore>(), s.GetRequiredService<TicketFile>(), s.GetRequiredService<DeliveryFile>(), s.Rules(), s.Time()))
        .AddSingleton(s => new OwnData(s.Db(), s.Key(), s.GetRequiredService<PhoneCodes>(), s.GetRequiredService<PersonalDataEraser>(), s.Rules(), s.Time()))
        .AddSingleton(s => new PublishedAnswers(s.Db(), s.GetRequiredService<TicketStore>(), s.Rules(), s.GetRequiredService<Catalogue>(), s.Time()))
        .AddSingleton(s => new CitizenKnowledge(s.GetRequiredService<ArticleSearch>(), s.GetRequiredService<ArticleFile>()));

    private static NpgsqlDataSource Db(this IServiceProvider services) => services.GetRequiredService<NpgsqlDataSource>();

    private static PersonalDataKey Key(this IServiceProvider services) => services.GetRequiredService<PersonalDataKey>();

    private static CityRules Rules(this IServiceProvider services) => services.GetRequiredService<CityRules>();

    private static TimeProvider Time(this IServiceProvider services) => services.GetRequiredService<TimeProvider>();
}
