using Hotline.Tickets.Feed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Delivery;

/// <summary>告知与送达: registration. Another channel is registered before AddTickets and serves what it serves.</summary>
internal static class DeliveryModule
{
    internal static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(configuration.GetSection("Delivery").Get<DeliveryOptions>() ?? new DeliveryOptions())
        .AddSingleton<IMessageChannel, SmtpChannel>()
        .AddSingleton<IMessageChannel, FileChannel>()
        .AddSingleton<LetterOffice>()
        .AddSingleton<DeliveryFile>().AddSingleton<FailedDeliveries>().AddSingleton<LetterBook>().AddSingleton<City.DayWeather>().AddSingleton(s => new StaffMail(s.GetRequiredService<Npgsql.NpgsqlDataSource>(), s.GetRequiredService<PersonalDataKey>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<DeliveryWorker>()
        .AddSingleton<ITicketSubscriber, LetterSubscriber>()
        .AddHostedService(s => s.GetRequiredService<DeliveryWorker>());
}
