using System.Globalization;
using System.Security.Claims;
using Hotline.Tickets.City;
using Hotline.Tickets.Http;
using Hotline.Tickets.Reference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Grids;

/// <summary>Which grid, whose, and the map itself.</summary>
internal static class GridEndpoints
{
    /// <param name="OnDuty">Of the chosen grid at the time asked for: 网格长, 民警 …</param>
    private sealed record GridAnswer(GridLookup Found, int MapVersion, IReadOnlyList<Duty> OnDuty);

    internal static void MapGrids(this IEndpointRouteBuilder api)
    {
        var grids = api.MapGroup("/grids").WithTags("Grids").RequireAuthorization(Staff.Any);
        grids.MapGet("", FindAsync).Produces<GridAnswer>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("网格查询: by lon and lat (WGS 84) or by place and district. On a border one grid is chosen, always the same, and all are named.");
        grids.MapGet("/map", MapAsync).WithSummary("网格底图: the GeoJSON of a day.");
        grids.MapGet("/versions", (GridMaps maps, CancellationToken ct) => maps.VersionsAsync(ct)).Produces<IReadOnlyList<ReferenceVersion>>().WithSummary("底图版本");
        grids.MapPut("/map", ImportAsync).RequireAuthorization(Staff.Administrators).Produces<GridImport>().ProducesValidationProblem()
            .WithSummary("导入网格底图: a GeoJSON FeatureCollection with validFrom; earlier days keep their map.");
    }

    private static async Task<IResult> FindAsync(
        string? lon, string? lat, string? place, string? district, string? at, GridMaps maps, DutyRosters rosters, CityRules rules, TimeProvider clock, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var when = When.Read(at, clock, errors);
        var point = Point(lon, lat, errors);
        errors.Check("lon", point is not null || !string.IsNullOrWhiteSpace(place) || errors.Found.Count > 0, "请给出经纬度 lon、lat，或地名 place").Longest("place", place, 200);
        if (errors.Found.Count > 0) return Problems.Invalid(errors.Found);

        if (await maps.OnAsync(rules.DayOf(when), ct) is not var (map, version)) return Nowhere("该日期没有网格底图");
        var found = point is { } p ? map.Find(p) : map.Find(place!, district);
        if (found is null) return Nowhere("不在任何网格内");
        var onDuty = found.Grid is { } grid ? await rosters.OnDutyAsync(grid.Code, when, ct) : [];
        return TypedResults.Ok(new GridAnswer(found, version, onDuty));
    }

    private static async Task<IResult> MapAsync(string? at, GridMaps maps, CityRules rules, TimeProvider clock, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var when = When.Read(at, clock, errors);
        if (errors.Found.Count > 0) return Problems.Invalid(errors.Found);
        return await maps.OnAsync(rules.DayOf(when), ct) is var (_, version)
            ? TypedResults.Content(await maps.GeoJsonAsync(version, ct), "application/geo+json")
            : Nowhere("该日期没有网格底图");
    }

    private static async Task<IResult> ImportAsync(HttpRequest request, ClaimsPrincipal user, GridMaps maps, CancellationToken ct)
    {
        using var reader = new StreamReader(request.Body);
        return TypedResults.Ok(await maps.ImportAsync(await reader.ReadToEndAsync(ct), user.Signed(), ct));
    }

    private static MicroPoint? Point(string? lon, string? lat, FieldErrors errors)
    {
        if (lon is null && lat is null) return null;
        var longitude = Degrees(lon);
        var latitude = Degrees(lat);
        var point = default(MicroPoint);
        var holds = longitude is { } x && latitude is { } y && MicroPoint.TryCreate(x, y, out point);
        errors.Check("lon", holds || longitude is >= -180 and <= 180, "经度应为 -180 到 180 的数，如 106.8123")
            .Check("lat", holds || latitude is >= -90 and <= 90, "纬度应为 -90 到 90 的数，如 39.6512");
        return holds ? point : null;
    }

    private static decimal? Degrees(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static ProblemHttpResult Nowhere(string title) => TypedResults.Problem(title: title, type: "urn:hotline:no-grid", statusCode: StatusCodes.Status404NotFound);
}
