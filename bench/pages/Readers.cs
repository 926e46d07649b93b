using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Hotline.Bench;

/// <summary>Fifty staff of all roles, as a hotline has them, and ten citizens.</summary>
internal static partial class Readers
{
    private const double StaffLimit = 200;
    private const double CitizenLimit = 50;

    private static readonly (string Role, string Account, int Many)[] Staff =
    [
        ("agent", "1001", 7), ("agent", "1002", 7), ("dispatcher", "2001", 5), ("reviewer", "3001", 4), ("follow-up", "4001", 5), ("supervisor", "5001", 4), ("inspector", "6001", 2),
        ("knowledge-editor", "7001", 2), ("auditor", "8001", 1), ("administrator", "admin", 2), ("department", "urban", 6), ("department", "water", 2), ("department-lead", "urban-lead", 3),
    ];

    private static int _next;

    /// <param name="only">A part of the addresses that are opened; empty for all.</param>
    internal static async Task<IReadOnlyList<Reader>> OfAsync(BenchHost host, NpgsqlDataSource db, string only, CancellationToken ct)
    {
        async Task<IReadOnlyList<string>> Read(string sql) => await db.ReadAsync(sql, [], row => row.GetValue(0).ToString()!, ct);
        var known = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["{ticket}"] = await Read("select number from tickets.ticket where department = 'urban' and state in ('in-handling', 'closed', 'awaiting-review') order by accepted_at desc limit 400"),
            ["{water}"] = await Read("select number from tickets.ticket where department = 'water' and accepted_at < now() - interval '1 day' order by accepted_at desc limit 1"),
            ["{article}"] = await Read("select article_id from tickets.article_version where state = 'published' limit 400"),
            ["{answer}"] = await Read("select id from tickets.published_answer limit 400"),
            ["{month}"] = [TimeProvider.System.GetUtcNow().AddMonths(-2).ToString("yyyy-MM")],
            ["{day}"] = [TimeProvider.System.GetUtcNow().AddDays(-40).ToString("yyyy-MM-dd")],
            ["{year}"] = [TimeProvider.System.GetUtcNow().AddDays(-364).ToString("yyyy-MM-dd")],
        };
        PageCall Page(string address) => new(address, () => known.Aggregate(address, (a, k) => k.Value.Count == 0 ? a : a.Replace(k.Key, k.Value[Interlocked.Increment(ref _next) % k.Value.Count], StringComparison.Ordinal)));
        IReadOnlyList<PageCall> Round(string[] addresses) => [.. addresses.Where(a => a.Contains(only, StringComparison.Ordinal)).Select(Page)];

        var staff = Staff.SelectMany(s => Enumerable.Range(0, s.Many).Select(_ => new Reader(s.Role, host.SignIn(s.Account), Round(StaffPages.Of(s.Role)), StaffLimit)));
        var tracking = Track(host);
        var citizens = Enumerable.Range(0, 8).Select(_ => new Reader("citizen", null, Round(StaffPages.Citizens), CitizenLimit))
            .Concat(Enumerable.Range(0, 2).Select(_ => new Reader("citizen", tracking, Round(StaffPages.Tracking), CitizenLimit)));
        return [.. staff.Concat(citizens).Where(r => r.Round.Count > 0)];
    }

    /// <summary>Somebody reports, and opens their case with number and code as the page's form sends them.</summary>
    private static string Track(BenchHost host)
    {
        using var line = new HttpLine(host.Port);
        var life = host.NewLife(line);
        life.Do(Ways.Accept);
        var form = line.Get("/track", null);
        var (cookies, token) = (Cookies(form.Head), Token().Match(form.Body).Groups["token"].Value);
        var body = $"_handler=look-up&__RequestVerificationToken={Uri.EscapeDataString(token)}&Query.Number={life.Number}&Query.Code={life.Code}";
        var opened = line.Post("/track", cookies, body, "application/x-www-form-urlencoded");
        return Cookies(opened.Head) is { Length: > 0 } its ? $"{cookies}; {its}" : throw new InvalidOperationException($"/track did not open the case: {opened.Status}.");
    }

    private static string Cookies(string head) =>
        string.Join("; ", head.Split("\r\n").Where(l => l.StartsWith("Set-Cookie: ", StringComparison.OrdinalIgnoreCase)).Select(l => l[12..].Split(';')[0]));

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<token>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
