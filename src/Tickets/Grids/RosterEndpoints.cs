using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Grids;

/// <summary>Duty rosters: import, who is on duty, what overlaps.</summary>
internal static class RosterEndpoints
{
    private const int Most = 5000;

    private sealed record Import(IReadOnlyList<Duty?>? Duties);

    private sealed record Imported(int Lines, int Changed, IReadOnlyList<DutyOverlap> Overlaps, IReadOnlyList<DutyGap> Gaps);

    private sealed record Roster(IReadOnlyList<Duty> Duties, IReadOnlyList<DutyOverlap> Overlaps, IReadOnlyList<DutyGap> Gaps);

    internal static void MapRosters(this IEndpointRouteBuilder api)
    {
        var rosters = api.MapGroup("/rosters").WithTags("Grids").RequireAuthorization(Staff.Any);
        rosters.MapGet("", ReadAsync).Produces<Roster>().ProducesValidationProblem().WithSummary("值班表: of a unit or all, from … to …, with overlaps and gaps; by default the coming week.");
        rosters.MapGet("/on-duty", OnDutyAsync).Produces<IReadOnlyList<Duty>>().ProducesValidationProblem().WithSummary("当班人员: who answers for a unit at a time, by default now.");
        rosters.MapPost("", ImportAsync).RequireAuthorization(Staff.Of(Role.Administrator, Role.Supervisor)).Accepts<Import>("application/json").Produces<Imported>().ProducesValidationProblem()
            .WithSummary("导入值班表: all lines or none; the same line again only brings a new phone or end.");
        rosters.MapPost("/removals", RemoveAsync).RequireAuthorization(Staff.Of(Role.Administrator, Role.Supervisor)).Accepts<Duty>("application/json").WithSummary("删除一行值班");
    }

    private static async Task<IResult> ReadAsync(string? unit, string? from, string? to, DutyRosters rosters, TimeProvider clock, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var start = When.Read(from, clock, errors, "from");
        var end = to is null ? start.AddDays(7) : When.Read(to, clock, errors, "to");
        errors.Check("to", end > start, "结束时间应晚于开始时间");
        if (errors.Found.Count > 0) return Problems.Invalid(errors.Found);
        var duties = await rosters.BetweenAsync(unit, start, end, ct);
        return TypedResults.Ok(new Roster(duties, DutyCheck.Overlaps(duties), DutyCheck.Gaps(duties)));
    }

    private static async Task<IResult> OnDutyAsync(string? unit, string? at, DutyRosters rosters, TimeProvider clock, CancellationToken ct)
    {
        var errors = new FieldErrors().Required("unit", unit, 60);
        var when = When.Read(at, clock, errors);
        return errors.Found.Count > 0 ? Problems.Invalid(errors.Found) : TypedResults.Ok(await rosters.OnDutyAsync(unit!, when, ct));
    }

    private static async Task<IResult> ImportAsync(Body<Import> body, DutyRosters rosters, GridMaps maps, CityRules rules, CancellationToken ct)
    {
        var duties = body.Value.Duties ?? [];
        if (duties.Count is 0 or > Most) return Problems.Invalid("duties", $"一次导入 1 到 {Most} 行");
        var map = await maps.NowAsync(ct);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (var i = 0; i < duties.Count && errors.Count < 50; i++)
        {
            foreach (var (field, why) in Wrong(duties[i], map, rules)) errors[$"duties[{i}].{field}"] = why;
        }

        if (errors.Count > 0) throw new InvalidRequestException(errors);
        var lines = duties.Select(d => d!).ToList();
        var changed = await rosters.ImportAsync(lines, ct);
        var around = (await rosters.BetweenAsync(null, lines.Min(d => d.From), lines.Max(d => d.To), ct)).Where(d => lines.Exists(l => l.Unit == d.Unit && l.Role == d.Role)).ToList();
        return TypedResults.Ok(new Imported(lines.Count, changed, DutyCheck.Overlaps(around), DutyCheck.Gaps(around)));
    }

    private static async Task<IResult> RemoveAsync(Body<Duty> body, DutyRosters rosters, CancellationToken ct) =>
        body.Value.Unit is null || body.Value.Person is null ? Problems.Invalid("unit", "必填：unit、role、person、from")
        : await rosters.RemoveAsync(body.Value, ct) ? TypedResults.NoContent()
        : TypedResults.Problem(title: "没有这一行值班", type: "urn:hotline:not-found", statusCode: StatusCodes.Status404NotFound);

    private static IEnumerable<KeyValuePair<string, string[]>> Wrong(Duty? duty, GridMap? map, CityRules rules)
    {
        if (duty is null) return [new("line", ["不能为 null"])];
        var wrong = duty.Wrong();
        return wrong.Count > 0 || rules.Knows(new DepartmentId(duty.Unit)) || map?.Knows(duty.Unit) == true ? wrong : [new("unit", ["没有这个单位或网格，请核对代码"])];
    }
}
