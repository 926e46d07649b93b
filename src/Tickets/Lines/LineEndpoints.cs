using System.Security.Claims;
using Hotline.Tickets.Http;
using Hotline.Tickets.Reference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Tickets.Lines;

/// <summary>热线号码 for the module.</summary>
internal static class LineEndpoints
{
    internal static IServiceCollection AddLines(this IServiceCollection services) => services
        .AddSingleton(s => new LineBooks(
            s.GetRequiredService<ReferenceStore>(), s.GetRequiredService<City.CityRules>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<LineBooks>>()))
        .AddSingleton<LineReport>()
        .AddSingleton<Accepting.KnownFacts>()
        .AddHostedService<FirstLines>()
        .AddHostedService(s => s.GetRequiredService<LineBooks>());

    internal static void MapLines(this IEndpointRouteBuilder api)
    {
        var lines = api.MapGroup("/lines").WithTags("Lines").RequireAuthorization(Staff.Any);
        lines.MapGet("", (LineBooks books) => TypedResults.Ok(books.Now.Lines)).Produces<IReadOnlyList<HotLine>>().WithSummary("热线号码: every line there is, was and will be.");
        lines.MapGet("/resolve", Resolve).Produces<LineAnswer>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("来电归线: which line answers a call to a number at a time, by default now.");
        lines.MapGet("/{number}/history", IResult (string number, LineBooks books) => books.Now.HistoryOf(number) is { Count: > 0 } rows ? TypedResults.Ok(rows) : NotServed())
            .Produces<IReadOnlyList<HotLine>>().WithSummary("号码沿革: what a number has meant.");
        lines.MapPut("", ImportAsync).RequireAuthorization(Staff.Administrators).ProducesValidationProblem().WithSummary("导入热线号码: the whole list; earlier versions are kept.");
    }

    private static IResult Resolve(string? number, string? at, LineBooks books, TimeProvider clock)
    {
        var errors = new FieldErrors().Required("number", number, 20);
        var when = When.Read(at, clock, errors);
        if (errors.Found.Count > 0) return Problems.Invalid(errors.Found);
        return books.Now.Resolve(number!, when) is { } answer ? TypedResults.Ok(answer) : NotServed();
    }

    private static async Task<IResult> ImportAsync(HttpRequest request, ClaimsPrincipal user, LineBooks books, CancellationToken ct)
    {
        using var reader = new StreamReader(request.Body);
        var version = await books.ImportAsync(await reader.ReadToEndAsync(ct), user.Signed(), ct);
        return TypedResults.Ok(new { version, lines = books.Now.Lines.Count });
    }

    private static ProblemHttpResult NotServed() => TypedResults.Problem(title: "该号码未开通", type: "urn:hotline:number-not-served", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Before anything serves: the lines beside the city profile, where the store has none.</summary>
    private sealed class FirstLines(LineBooks books, TicketsOptions options, City.CityRules rules) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) =>
            books.SeedAsync(Path.Combine(Path.GetDirectoryName(options.CityFile)!, rules.Profile.Lines ?? "lines.json"), cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
