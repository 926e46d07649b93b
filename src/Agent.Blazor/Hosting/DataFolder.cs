using System.Globalization;
using Hotline.Tickets.Reading;
using Npgsql;

namespace Hotline.Agent.Blazor.Hosting;

/// <summary>
/// The folder that holds everything one installation keeps: the private PostgreSQL, keys, recordings and the journal. One host
/// at a time holds it; what a killed host left behind is taken over by the next.
/// </summary>
internal sealed class DataFolder : IAsyncDisposable
{
    /// <summary>Connections that stay open when nobody needs them for minutes: a new one has to learn all tables and statements, and whoever comes at the same moment waits for that.</summary>
    private const int Kept = 16;

    private readonly FileStream _held;
    private readonly PrivatePostgres? _server;

    private DataFolder(string path, FileStream held, PrivatePostgres? server, string connectionString)
    {
        (Path, _held, _server) = (path, held, server);
        var to = new NpgsqlConnectionStringBuilder(connectionString) { MinPoolSize = Kept, MaxPoolSize = 32, MaxAutoPrepare = 400, AutoPrepareMinUsages = 2 };
        to.Options ??= "-c jit=off"; // compiling a figure's statement takes seconds, the figure tenths of one
        Database = NpgsqlDataSource.Create(to);
        Lists = ListDatabase.To(to);
    }

    internal string Path { get; }

    internal NpgsqlDataSource Database { get; }

    internal ListDatabase Lists { get; }

    /// <summary>False where the operator named a database of their own.</summary>
    internal bool HasPrivateDatabase => _server is not null;

    /// <summary>
    /// Takes the folder of the setting "data" (default .data), turns the short options into the modules' settings and starts
    /// the private PostgreSQL, unless ConnectionStrings:Hotline names another.
    /// </summary>
    /// <exception cref="CannotStartException">Another host holds the folder, or the database did not start.</exception>
    internal static async Task<DataFolder> OpenAsync(IConfigurationManager settings, CancellationToken ct)
    {
        var path = System.IO.Path.GetFullPath(settings["data"] ?? ".data");
        Directory.CreateDirectory(path, (UnixFileMode)0b111_001_001); // the user postgres passes through, nobody else looks in
        var held = Hold(System.IO.Path.Combine(path, "host.lock"));
        settings.AddInMemoryCollection(Translate(settings, path));

        var connectionString = settings.GetConnectionString("Hotline");
        PrivatePostgres? server = null;
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            try { server = await PrivatePostgres.StartAsync(System.IO.Path.Combine(path, "postgres"), durable: true, ct); }
            catch (InvalidOperationException e) { throw new CannotStartException(e.Message, e); }

            connectionString = await server.DatabaseAsync("hotline", ct);
        }

        return new(path, held, server, connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await Lists.Source.DisposeAsync();
        await Database.DisposeAsync();
        if (_server is not null) await _server.StopAsync();
        await _held.DisposeAsync();
    }

    private static FileStream Hold(string file)
    {
        try
        {
            var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            held.SetLength(0);
            held.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            held.Flush();
            return held;
        }
        catch (IOException e)
        {
            throw new CannotStartException($"Another Hotline runs on {System.IO.Path.GetDirectoryName(file)}. Stop it, or give this one a folder of its own with --data=FOLDER.", e);
        }
    }

    /// <summary>The short options of the command line, as the settings they stand for; a setting given in full wins.</summary>
    private static Dictionary<string, string?> Translate(IConfiguration settings, string data)
    {
        var bind = settings["bind"] ?? "127.0.0.1";
        Dictionary<string, string?> wanted = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Urls"] = $"http://{bind}:{settings["http-port"] ?? "8080"}",
            ["Telephony:Address"] = bind,
            ["Telephony:SipPort"] = settings["sip-port"],
            ["Telephony:PoliceAddress"] = settings["police"],
            ["Telephony:Recordings"] = System.IO.Path.Combine(data, "recordings"),
            ["Telephony:RecordingKeyFile"] = System.IO.Path.Combine(data, "keys", "recordings.key"),
            ["Telephony:Journal"] = System.IO.Path.Combine(data, "journal", "calls.jsonl"),
            ["Telephony:PersonalKeyFile"] = settings["Tickets:KeyFile"] ?? System.IO.Path.Combine(data, "keys", "requesters.key"),
            ["Tickets:KeyFile"] = System.IO.Path.Combine(data, "keys", "requesters.key"),
            ["Telephony:Outbox"] = System.IO.Path.Combine(data, "outbox"),
            ["Partners:Lines:110:Endpoint"] = settings["Telephony:PartnerEndpoint"],
            ["Partners:Lines:110:SendKey"] = settings["Telephony:PartnerKey"],
            ["Partners:Outbox"] = System.IO.Path.Combine(data, "outbox", "partners"),
            ["Delivery:Folder"] = System.IO.Path.Combine(data, "outbox"),
            ["Tickets:Anchors"] = System.IO.Path.Combine(data, "anchors"),
            ["Tickets:Attachments:Folder"] = System.IO.Path.Combine(data, "attachments"),
            ["Tickets:City"] = settings["city"],
            ["Speech:Library"] = Environment.GetEnvironmentVariable("HOTLINE_WHISPER") ?? System.IO.Path.Combine(data, "whisper"),
            ["Accounts:Keys"] = System.IO.Path.Combine(data, "keys"),
        };
        return wanted.Where(s => s.Value is not null && settings[s.Key] is null).ToDictionary(s => s.Key, s => s.Value);
    }
}
