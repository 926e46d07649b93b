using Hotline.Tickets.City;
using Hotline.Tickets.Requesters;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Tickets.Attachments;

internal static class AttachmentsModule
{
    internal static IServiceCollection AddAttachments(this IServiceCollection services) => services
        .AddSingleton(s => s.GetRequiredService<TicketsOptions>().Attachments)
        .AddSingleton<VirusScan>()
        .AddSingleton<SealedFiles>()
        .AddSingleton(s => new AttachmentDesk(
            s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<ITicketDesk>(), s.GetRequiredService<SealedFiles>(), s.GetRequiredService<VirusScan>(),
            s.GetRequiredService<AttachmentOptions>(), s.GetRequiredService<CityRules>(), s.GetRequiredService<TimeProvider>()));
}
