using System.Globalization;
using Hotline.Agent.Blazor.Language;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Outbound;
using Hotline.Tickets;
using Hotline.Tickets.City;
using Hotline.Tickets.Lines;
using Npgsql;

namespace Hotline.Agent.Blazor.Lines;

/// <summary>热线号码, where telephony and tickets meet: the city's lines choose a call's greeting, and calls and tickets are reported together.</summary>
internal static class LinesModule
{
    /// <summary>The city's line book first; then the numbers of the settings, such as those for trials.</summary>
    internal static void AddCityLines(this IServiceCollection services) => services.AddSingleton<LineCalls>().AddSingleton(s =>
    {
        var (books, options) = (s.GetRequiredService<LineBooks>(), s.GetRequiredService<TelephonyOptions>());
        var rules = s.GetRequiredService<CityRules>();
        return new LineDirectory(number => Find(number, books, options)) { IsWorkday = rules.IsWorkday };
    });

    /// <summary>Numbers behind tickets, for calls to citizens.</summary>
    internal static void AddCitizenContact(this IServiceCollection services)
    {
        services.AddSingleton<CitizenContact>();
        services.AddSingleton(s => new CitizenNumbers(s.GetRequiredService<CitizenContact>().FindAsync));
    }

    internal static void MapLineReport(this IEndpointRouteBuilder app) => app
        .MapGet("/api/v1/lines/report", ReportAsync).WithTags("Lines").Produces<LineScores>().ProducesValidationProblem()
        .RequireAuthorization(p => p.RequireRole(Role.Supervisor.Code(), Role.Administrator.Code(), Role.Auditor.Code()))
        .WithSummary("分热线统计: calls and tickets per line, from … to … (days, both included), by default the last thirty.");

    private static TelephonyOptions.Line? Find(string number, LineBooks books, TelephonyOptions options)
    {
        var configured = options.FindLine(number);
        if (books.Resolve(number) is { } answer) return (configured ?? options.OtherLines with { Number = number }) with { Greeting = answer.Line.Greeting, Hours = answer.Line.Hours, SkillGroup = answer.Line.SkillGroup };
        return books.Now.HistoryOf(number).Count == 0 ? configured : null; // a number of the book that is not served now stays silent
    }

    private static async Task<IResult> ReportAsync(string? from, string? to, LineReport report, NpgsqlDataSource db, TimeProvider clock, CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().CityLocal());
        var (first, last) = (Day(from, today.AddDays(-29)), Day(to, today));
        if (first is not { } start || last is not { } end || end < start)
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [first is null ? "from" : "to"] = ["日期应为 yyyy-MM-dd，且止日不早于起日"] });
        return TypedResults.Ok(await report.ReadAsync(start, end, async (since, until) =>
            [.. (await NumberCounts.ReadAsync(db, since, until, ct)).Select(c => new NumberCalls(c.Called, c.Calls, c.Talked))], ct));
    }

    private static DateOnly? Day(string? text, DateOnly otherwise) =>
        text is null ? otherwise : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
