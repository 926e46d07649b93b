using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Hotline.Bench;

/// <summary>PostgreSQL's own load generator, which does nothing but send the statements.</summary>
internal static partial class Pgbench
{
    private static int _runs;

    /// <returns>Transactions a second: one script run of <paramref name="transactions"/> each.</returns>
    internal static async Task<double> RunAsync(string connectionString, string script, int transactions, int clients, TimeSpan time, CancellationToken ct)
    {
        var to = new NpgsqlConnectionStringBuilder(connectionString);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, script, ct);
            var start = new ProcessStartInfo("pgbench")
            {
                UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
                ArgumentList =
                {
                    "-n", "-M", "prepared", "-h", to.Host!, "-p", $"{to.Port}", "-U", to.Username!, "-f", file, "-c", $"{clients}", "-j", "2",
                    "-T", ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture), "-D", "i=0", "-D", $"base={++_runs}0000000000", to.Database!,
                },
                Environment = { ["PGPASSWORD"] = to.Password },
            };
            using var pgbench = Process.Start(start)!;
            var (said, wrong) = (pgbench.StandardOutput.ReadToEndAsync(ct), pgbench.StandardError.ReadToEndAsync(ct));
            await pgbench.WaitForExitAsync(ct);
            var rate = Rate().Match(await said);
            if (pgbench.ExitCode != 0 || !rate.Success) throw new InvalidOperationException($"pgbench failed: {await wrong}");
            return transactions * double.Parse(rate.Groups["rate"].Value, CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"tps = (?<rate>[\d.]+) \(without", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rate();
}
