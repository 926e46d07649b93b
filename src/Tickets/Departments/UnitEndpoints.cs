using System.Globalization;
using System.Security.Claims;
using Hotline.Tickets.City;
using Hotline.Tickets.Http;
using Hotline.Tickets.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Departments;

/// <summary>承办单位沿革 for the module.</summary>
internal static class UnitEndpoints
{
    private sealed record UnitLine(
        DepartmentId Code, string Name, UnitLevel Level, DepartmentId? Parent, DateOnly? From, DateOnly? To, IReadOnlyList<DepartmentId> Heirs, IReadOnlyList<FormerName> FormerNames);

    private sealed record MoveBody(DepartmentId? To);

    internal static IServiceCollection AddUnits(this IServiceCollection services) => services
        .AddSingleton<UnitReport>().AddSingleton(s => new UnitOffice(s.GetRequiredService<Npgsql.NpgsqlDataSource>(), s.GetRequiredService<UnitReport>()))
        .AddRecurringJob<Reorganisation>("reorganisation", "撤并单位工单转派", "10 0 * * *");

    internal static void MapUnits(this IEndpointRouteBuilder api)
    {
        var units = api.MapGroup("/units").WithTags("Units").RequireAuthorization(Staff.Any);
        units.MapGet("", List).Produces<IReadOnlyList<UnitLine>>().ProducesValidationProblem()
            .WithSummary("承办单位: those of a day, with the names of that day; with within only a unit and all below it.");
        units.MapGet("/tickets", CountAsync).Produces<IReadOnlyList<UnitCount>>().ProducesValidationProblem()
            .WithSummary("分单位工单量: from … to … (days, both included), map=recorded by the units of then, map=current by those that do their work now.");
        var dispatchers = Staff.Of(Role.Dispatcher, Role.Supervisor, Role.Administrator);
        units.MapGet("/dissolved/tickets", (Reorganisation reorganisation, CancellationToken ct) => reorganisation.ReadAsync(ct)).RequireAuthorization(dispatchers)
            .Produces<IReadOnlyList<OrphanedTicket>>().WithSummary("撤并单位的在办工单: with who took over.");
        units.MapPost("/dissolved/tickets/{number}", MoveAsync).RequireAuthorization(Staff.Of(Role.Dispatcher, Role.Supervisor)).Accepts<MoveBody>("application/json")
            .Produces(StatusCodes.Status204NoContent).ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("撤并工单转派: to one of the units that took over, where there are several or none.");
    }

    private static IResult List(string? at, string? within, CityRules rules, TimeProvider clock)
    {
        var errors = new FieldErrors();
        var day = rules.DayOf(When.Read(at, clock, errors));
        errors.Check("within", within is null || rules.Knows(new DepartmentId(within)), "没有这个单位，请核对代码");
        if (errors.Found.Count > 0) return Problems.Invalid(errors.Found);
        var units = new Units(rules.Profile.Departments);
        return TypedResults.Ok(units.On(day).Where(d => within is null || units.IsWithin(d.Code, new(within))).Select(d => new UnitLine(
            d.Code, units.NameOn(d.Code, day), d.Level, d.Parent, d.From, d.To, d.Successors ?? [], d.FormerNames ?? [])).ToList());
    }

    private static async Task<IResult> CountAsync(string? from, string? to, string? map, UnitReport report, CityRules rules, TimeProvider clock, CancellationToken ct)
    {
        var today = rules.DayOf(clock.Now());
        var errors = new FieldErrors();
        var (first, last) = (Day(from, today.AddDays(-29), "from", errors), Day(to, today, "to", errors));
        errors.Check("to", first <= last, "止日不早于起日").Check("map", map is null or "recorded" or "current", "应为 recorded 或 current");
        if (errors.Found.Count > 0) return Problems.Invalid(errors.Found);
        return TypedResults.Ok(await report.ReadAsync(first, last, map == "current" ? UnitMap.Current : UnitMap.Recorded, ct));
    }

    private static async Task<IResult> MoveAsync(string number, Body<MoveBody> body, ClaimsPrincipal user, Reorganisation reorganisation, CityRules rules, TimeProvider clock, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        if ((await reorganisation.ReadAsync(ct)).FirstOrDefault(o => o.Number == found) is not { } orphan) return Problems.NotFound();
        var units = new Units(rules.Profile.Departments);
        if (body.Value.To is not { } to || !units.IsThere(to, rules.DayOf(clock.Now())) || (orphan.Heirs.Count > 0 && !orphan.Heirs.Contains(to)))
            return Problems.Invalid("to", orphan.Heirs.Count > 0 ? $"应为承接单位之一：{string.Join('、', orphan.Heirs)}" : "请选择现有的承办单位");
        return (await reorganisation.MoveAsync(orphan, to, user.Signed(), ct)).ToHttp();
    }

    private static DateOnly Day(string? text, DateOnly otherwise, string field, FieldErrors errors)
    {
        if (text is null) return otherwise;
        errors.Check(field, DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day), "日期应为 yyyy-MM-dd");
        return day;
    }
}
