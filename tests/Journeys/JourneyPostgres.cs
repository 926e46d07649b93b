using System.Globalization;

namespace Hotline.Journeys;

/// <summary>One PostgreSQL for all hosts of these tests, each host with an empty database of its own; removed at the end.</summary>
internal static class JourneyPostgres
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), $"hotline-journeys-{Environment.ProcessId}");
    private static readonly Lazy<Task<PrivatePostgres>> Server = new(StartAsync);
    private static int _made;

    internal static async Task<string> NewDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"hotline_{Interlocked.Increment(ref _made)}");
        return await (await Server.Value).DatabaseAsync(name, CancellationToken.None);
    }

    private static async Task<PrivatePostgres> StartAsync()
    {
        var server = await PrivatePostgres.StartAsync(Folder, durable: true, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Npgsql.NpgsqlConnection.ClearAllPools();
            server.StopAsync().GetAwaiter().GetResult();
            Directory.Delete(Folder, recursive: true);
        };
        return server;
    }
}
