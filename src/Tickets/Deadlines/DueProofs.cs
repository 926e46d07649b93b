using System.Security.Claims;
using Hotline.Tickets.City;
using Hotline.Tickets.Http;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Deadlines;

/// <summary>为什么是这个时间: every run of a clock of a ticket, explained from its log.</summary>
internal static class DueProofs
{
    internal static void MapDueProofs(this IEndpointRouteBuilder api) => api.MapGet("/tickets/{number}/clocks/{name}/proof", ReadAsync)
        .RequireAuthorization(p => p.RequireRole(Enum.GetValues<Role>().Except([Role.Citizen, Role.System]).Select(r => r.Code())))
        .Produces<IReadOnlyList<DueProof>>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
        .WithTags("Reading").WithSummary("时限证明: each counted stretch and each skipped one with its cause, the rule, and how the end was moved.");

    /// <summary>The oldest run first: a clock of this name may have started several times.</summary>
    internal static IReadOnlyList<DueProof> Of(IReadOnlyList<RecordedEvent> events, ClockName name, CityRules rules, DateTimeOffset now)
    {
        var (runs, grounds, asked) = (new List<(Clock Clock, string Version, List<ProofMove> Moves)>(), new Dictionary<DateTimeOffset, string?>(), (string?)null);
        foreach (var e in events)
        {
            var line = Timeline.Line(e, rules);
            if (e.Event is TicketEvent.SuspensionRequested) asked = line.Detail;
            foreach (var clock in (e.Event.Started ?? []).Where(c => c.Name == name)) runs.Add((clock, e.RulesVersion, []));
            foreach (var clock in (e.Event.Changed ?? []).Where(c => c.Name == name))
            {
                var i = runs.FindLastIndex(r => r.Clock.Task == clock.Task);
                if (clock.PausedAt is { } since) grounds[since.ToUniversalTime()] = e.Event is TicketEvent.SuspensionGranted ? asked : line.Detail ?? line.Title;
                if (clock.DueAt != runs[i].Clock.DueAt) runs[i].Moves.Add(new(e.At, line.Title, line.Detail, runs[i].Clock.DueAt, clock.DueAt));
                runs[i] = runs[i] with { Clock = clock };
            }
        }

        return [.. runs.Select(r => Proof(r.Clock, r.Version, r.Moves))];

        DueProof Proof(Clock c, string version, List<ProofMove> moves)
        {
            var stretches = rules.Explain(c, since => grounds.GetValueOrDefault(since.ToUniversalTime()), now);
            var counted = TimeSpan.FromTicks(stretches.Where(s => s.Counts).Sum(s => (s.To - s.From).Ticks));
            return new(c.Name, c.Task, rules.RuleText(c), version, c.Basis, c.StartedAt, c.DueAt, counted, c.Left, stretches, moves, c.Marks, c.UnknownYear);
        }
    }

    private static async Task<IResult> ReadAsync(string number, string name, ClaimsPrincipal user, TicketFile file, CityRules rules, TimeProvider clock, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        if (!Terms.TryFromCode<ClockName>(name, out var wanted)) return Problems.Invalid("name", $"没有这个时限，应为 {string.Join("、", Enum.GetValues<ClockName>().Select(c => c.Code()))} 之一");
        if (await file.ReadAsync(found, user.Signed(), ct) is not { } view) return Problems.NotFound();
        var now = clock.Now();
        return TypedResults.Ok(Of(await file.EventsAsync(view.Id, ct), wanted, rules.At(now), now));
    }
}
