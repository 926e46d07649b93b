using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hotline.Tickets.Jobs;

/// <summary>Work that recurs by the calendar (定时任务). Never a ticket's clocks: those are swept with their tickets.</summary>
/// <remarks>Running twice, or again after having been cut off, must do no harm.</remarks>
public interface IRecurringJob
{
    /// <returns>What was done, in one sentence for the administrator; no personal data.</returns>
    /// <exception cref="Exception">Is written down with the run; the next run comes as planned.</exception>
    Task<string> RunAsync(CancellationToken ct);
}

/// <param name="Name">Stable, kebab case.</param>
/// <param name="Title">For people, in Chinese.</param>
/// <param name="Cron">As in a crontab: minute, hour, day of the month, month, day of the week; in the city's time: "20 0 * * *".</param>
public sealed record RecurringJobPlan(string Name, string Title, string Cron, Type Type);

public static class RecurringJobRegistration
{
    /// <inheritdoc cref="RecurringJobPlan"/>
    public static IServiceCollection AddRecurringJob<T>(this IServiceCollection services, string name, string title, string cron) where T : class, IRecurringJob
    {
        services.TryAddSingleton<T>();
        return services.AddSingleton(new RecurringJobPlan(name, title, cron, typeof(T)));
    }
}
