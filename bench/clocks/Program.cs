using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Hotline.Bench;
using Hotline.Tickets.Tests.Deadlines;

// ./hotline bench clocks [--cases=1000000] [--from=0]
// Random lives of clocks (calendars with make-up days and a city's own, one to four intervals a day, four units, four start rules,
// pauses, extensions, changed rules, marks before and after the end) against a simulation that counts a row of minutes.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int Option(string name, int otherwise) => args.FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal)) is { } given ? int.Parse(given[(name.Length + 3)..]) : otherwise;
var (cases, from) = (Option("cases", 1_000_000), Option("from", 0));
ClockCase.Difference(from, out _);

var since = Stopwatch.StartNew();
var differences = new ConcurrentBag<string>();
var micros = new double[cases];
Parallel.For(0, cases, i =>
{
    if (ClockCase.Difference(from + i, out var elapsed) is { } differs) differences.Add(differs);
    micros[i] = elapsed.TotalMicroseconds;
});

foreach (var differs in differences.Take(10)) Console.WriteLine(differs);
Table.Print(
    ["cases", "differences", "seconds", "cases/s", "due time p50 µs", "p95 µs", "p99 µs", "limit p95 µs"],
    [$"{cases:N0}", $"{differences.Count}", $"{since.Elapsed.TotalSeconds:F1}", $"{cases / since.Elapsed.TotalSeconds:N0}", $"{micros.Percentile(0.5):F1}", $"{micros.Percentile(0.95):F1}", $"{micros.Percentile(0.99):F1}", "1000"]);
return differences.IsEmpty ? 0 : 1;
