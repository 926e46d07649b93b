using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.Reference;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Tickets.Lines;

/// <summary>The present line book, in memory, so that a ringing call waits for nobody; other hosts' changes are here within half a minute.</summary>
public sealed partial class LineBooks : BackgroundService
{
    private const string Name = "lines";
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(30);
    private readonly ReferenceStore _store;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger<LineBooks> _log;
    private volatile LineBook _now = LineBook.Empty;
    private int _version;

    internal LineBooks(ReferenceStore store, CityRules rules, TimeProvider clock, ILogger<LineBooks> log) => (_store, _rules, _clock, _log) = (store, rules, clock, log);

    public LineBook Now => _now;

    /// <summary>Which line answers a call to the number now; null where the number is not served.</summary>
    public LineAnswer? Resolve(string number) => _now.Resolve(number, _clock.GetUtcNow());

    /// <exception cref="InvalidRequestException">The list cannot be used; says the path, the rule and an example.</exception>
    public async Task<int> ImportAsync(string json, Actor by, CancellationToken ct)
    {
        var (book, problems) = Read(json);
        if (book is null) throw new InvalidRequestException(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["lines"] = [.. problems.Take(20)] });
        var version = await _store.AddAsync(Name, DateOnly.MinValue, json, by, ct);
        await RefreshAsync(ct);
        return version;
    }

    /// <summary>The whole list anew; earlier versions are kept.</summary>
    /// <exception cref="InvalidRequestException">See <see cref="ProblemsOf"/>.</exception>
    public Task<int> ImportAsync(IReadOnlyList<HotLine> lines, Actor by, CancellationToken ct) => ImportAsync(LineBook.Write(lines), by, ct);

    /// <summary>What is wrong with a list, each with its path ([2].number), the rule and an example; empty where it can be imported.</summary>
    public IReadOnlyList<string> ProblemsOf(IReadOnlyList<HotLine> lines) => [.. LineProblems.Of(lines, _rules.Knows)];

    public async Task<IReadOnlyList<ReferenceVersion>> VersionsAsync(CancellationToken ct) => await _store.VersionsAsync(Name, ct);

    /// <summary>Takes a file as the first version, where there is none yet, and reads the present one.</summary>
    internal async Task SeedAsync(string file, CancellationToken ct)
    {
        if (File.Exists(file))
        {
            var json = await File.ReadAllTextAsync(file, ct);
            if (Read(json) is (null, var problems)) throw new InvalidDataException($"The lines {file} cannot be used: {string.Join(' ', problems)}");
            await _store.SeedAsync(Name, DateOnly.MinValue, json, ct);
        }

        await RefreshAsync(ct);
    }

    internal async Task RefreshAsync(CancellationToken ct)
    {
        if (await _store.FindAsync(Name, DateOnly.MaxValue, ct) is not { } version || version == _version) return;
        if (Read(await _store.BodyAsync(Name, version, ct)) is ({ } book, _)) (_now, _version) = (book, version);
        else Unusable(version);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ReadEvery, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try { await RefreshAsync(stoppingToken); }
            catch (Exception e) when (e is not OperationCanceledException) { ReadFailed(e); }
        }
    }

    private (LineBook? Book, IReadOnlyList<string> Problems) Read(string json) =>
        LineBook.Read(json, _rules.Knows, TimeZoneInfo.FindSystemTimeZoneById(_rules.Profile.TimeZone));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lines could not be read again; the ones known hold, and the next try is in half a minute")]
    private partial void ReadFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Version {Version} of the lines does not fit the city profile any more; the ones known hold. Import a list that fits.")]
    private partial void Unusable(int version);
}
