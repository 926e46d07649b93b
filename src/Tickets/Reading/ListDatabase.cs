using Npgsql;

namespace Hotline.Tickets.Reading;

/// <summary>
/// The connections on which lists and figures are read. There every statement is planned with its values, unless it says otherwise: a plan for any value, as a
/// connection makes one after a few uses, reads all of a large unit's tickets where one knows of a rare category. They are few, and each
/// has one processor at most, so that readers of large lists never leave those who work on tickets without either.
/// </summary>
public sealed record ListDatabase(NpgsqlDataSource Source)
{
    /// <summary>How many connections there are at most, and all stay open: few that know their statements are faster than many that learn them.</summary>
    private static readonly int Most = Math.Clamp(4 * Environment.ProcessorCount, 8, 32);

    /// <summary>To the database that connection string names.</summary>
    public static ListDatabase To(NpgsqlConnectionStringBuilder connection) =>
        new(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection.ConnectionString) { MinPoolSize = Most, MaxPoolSize = Most, Options = $"{connection.Options} -c plan_cache_mode=force_custom_plan -c max_parallel_workers_per_gather=0" }));

    /// <summary>Where there are no others.</summary>
    public static implicit operator ListDatabase(NpgsqlDataSource source) => new(source);
}
