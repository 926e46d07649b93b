using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Search;

internal static class SimilarCasesEndpoint
{
    private const int MostText = 10_000, Most = 100;

    internal static void MapSimilarCases(this IEndpointRouteBuilder app) => app
        .MapGet("/api/v1/similar", FindAsync)
        .RequireAuthorization(policy => policy.RequireRole("agent", "dispatcher"))
        .WithSummary("相似工单")
        .WithTags("similar");

    internal static async Task<Results<Ok<IReadOnlyList<SimilarCase>>, ValidationProblem>> FindAsync(
        ISimilarCases cases, TimeProvider clock, CancellationToken ct,
        string? text = null, string? place = null, string? district = null, string? category = null, int k = 10)
    {
        var errors = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(text)) errors["text"] = ["请填写要查找的诉求内容"];
        else if (text.Length > MostText) errors["text"] = [$"诉求内容最多 {MostText} 字，请缩短"];
        if (k is < 1 or > Most) errors["k"] = [$"条数应在 1 到 {Most} 之间"];
        return errors.Count > 0
            ? TypedResults.ValidationProblem(errors)
            : TypedResults.Ok(await cases.FindAsync(new(text!, place, district, category, clock.GetUtcNow(), k), ct));
    }
}
