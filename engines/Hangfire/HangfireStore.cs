using Hangfire;
using Hangfire.PostgreSql;
using Npgsql;

namespace Hotline.Engines.Hangfire;

/// <summary>Hangfire's tables, in the schema hangfire of the same database; made on first use.</summary>
internal sealed class HangfireStore(NpgsqlDataSource db)
{
    private readonly Lazy<JobStorage> _storage = new(
        () => new PostgreSqlStorage(new OurConnections(db), new PostgreSqlStorageOptions
        {
            QueuePollInterval = TimeSpan.FromSeconds(1),
            InvisibilityTimeout = TimeSpan.FromMinutes(5),
            UseSlidingInvisibilityTimeout = true, // a job may take hours; that of a host that died is taken up again after the five minutes
        }),
        LazyThreadSafetyMode.PublicationOnly); // without a database it is tried again

    /// <exception cref="NpgsqlException">There is no database now.</exception>
    internal JobStorage Storage => _storage.Value;

    private sealed class OurConnections(NpgsqlDataSource db) : IConnectionFactory
    {
        public NpgsqlConnection GetOrCreateConnection() => db.CreateConnection();
    }
}
