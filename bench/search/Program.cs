using System.Diagnostics;
using System.Globalization;
using Hotline;
using Hotline.Bench;
using Hotline.Search;
using Hotline.Search.BuiltIn;
using Npgsql;
using NpgsqlTypes;

// ./hotline bench search [--cases=100000] [--questions=200] [--peer-questions=20]
// Ten similar cases of a whole complaint: the built-in index beside PostgreSQL's trigram index (pg_trgm, GiST, nearest first) on the same texts.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int Option(string name, int otherwise) => args.FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal)) is { } given ? int.Parse(given[(name.Length + 3)..]) : otherwise;
var (count, questions, peerQuestions) = (Option("cases", 100_000), Option("questions", 200), Option("peer-questions", 20));

var cases = new SyntheticCases(seed: 1).Take(count).ToList();
var asked = new SyntheticCases(seed: 2).Take(questions).ToList();
var before = GC.GetTotalMemory(forceFullCollection: true);
var watch = Stopwatch.StartNew();
using var index = new BuiltInSimilarCases();
foreach (var entry in cases) await index.IndexAsync(entry, CancellationToken.None);
var (built, megabytes) = (watch.Elapsed, (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6);

foreach (var question in asked.Take(20)) await FindAsync(question); // warm
var (ours, busy) = (new List<double>(), Environment.CpuUsage.TotalTime);
foreach (var question in asked) ours.Add(await TimeAsync(() => FindAsync(question)));
var processor = (Environment.CpuUsage.TotalTime - busy) / asked.Count;
watch.Restart();
await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (question, _) => await FindAsync(question));
var perSecond = asked.Count / watch.Elapsed.TotalSeconds;
watch.Restart();
foreach (var entry in new SyntheticCases(seed: 3).Take(1000)) await index.IndexAsync(entry with { Ticket = new(Guid.NewGuid()) }, CancellationToken.None);
var added = watch.Elapsed.TotalMilliseconds;

var folder = Path.Combine(Path.GetTempPath(), $"hotline-bench-{Environment.ProcessId}");
var server = await PrivatePostgres.StartAsync(folder, durable: false, CancellationToken.None);
try
{
    await using var db = NpgsqlDataSource.Create(await server.DatabaseAsync("bench", CancellationToken.None));
    watch.Restart();
    await FillAsync(db);
    var peerBuilt = watch.Elapsed;
    await AskPeerAsync(db, asked[0]);
    var peer = new List<double>();
    foreach (var question in asked.Take(peerQuestions)) peer.Add(await TimeAsync(() => AskPeerAsync(db, question)));

    Console.WriteLine($"{count} cases of {cases.Average(c => c.Title.Length + c.Text.Length):F0} characters, {Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
    Table.Print(
        ["", "built s", "p50 ms", "p99 ms", "asked"],
        ["built-in index", $"{built.TotalSeconds:F1}", $"{ours.Percentile(0.5):F2}", $"{ours.Percentile(0.99):F2}", $"{ours.Count}"],
        ["pg_trgm, GiST", $"{peerBuilt.TotalSeconds:F1}", $"{peer.Percentile(0.5):F0}", $"{peer.Percentile(0.99):F0}", $"{peer.Count}"]);
    Console.WriteLine($"memory {megabytes:F0} MB with the texts; {processor.TotalMilliseconds:F2} ms of processor time an answer; {perSecond:F0} answers/s on all processors; a new case findable after {added / 1000:F3} ms");
    Console.WriteLine($"ratio p50 peer/ours {peer.Percentile(0.5) / ours.Percentile(0.5):F0}, p99 {peer.Percentile(0.99) / ours.Percentile(0.99):F0}");
}
finally
{
    NpgsqlConnection.ClearAllPools();
    await server.StopAsync();
    Directory.Delete(folder, recursive: true);
}

async Task FindAsync(CaseEntry question) => await index.FindAsync(new($"{question.Title}{question.Text}"), CancellationToken.None);

static async Task<double> TimeAsync(Func<Task> work)
{
    var start = Stopwatch.GetTimestamp();
    await work();
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}

async Task FillAsync(NpgsqlDataSource db)
{
    await db.ExecuteAsync("create extension pg_trgm; create table cases (number int, text text)", [], CancellationToken.None);
    await using var connection = await db.OpenConnectionAsync();
    await using (var rows = await connection.BeginBinaryImportAsync("copy cases from stdin (format binary)"))
    {
        foreach (var entry in cases) await rows.WriteRowAsync(CancellationToken.None, int.Parse(entry.Number), entry.Title + entry.Text);
        await rows.CompleteAsync();
    }
    await db.ExecuteAsync("create index on cases using gist (text gist_trgm_ops(siglen = 64))", [], CancellationToken.None);
    await db.ExecuteAsync("analyze cases", [], CancellationToken.None);
}

static Task AskPeerAsync(NpgsqlDataSource db, CaseEntry question) => db.ReadAsync(
    "select number from cases order by text <-> $1 limit 10", [question.Title + question.Text], row => row.GetInt32(0), CancellationToken.None);
