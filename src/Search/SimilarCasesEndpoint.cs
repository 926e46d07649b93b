using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Search;

/// <summary>相似工单 over HTTP: GET for a few words, POST for a whole complaint, which is too long for an address.</summary>
internal static class SimilarCasesEndpoint
{
    private const int MostText = 10_000, Most = 100;

    internal sealed record Question(string? Text, string? Place, string? District, string? Category, int K = 10);

    internal static void MapSimilarCases(this IEndpointRouteBuilder app)
    {
        var similar = app.MapGroup("/api/v1/similar").RequireAuthorization(policy => policy.RequireRole("agent", "dispatcher")).WithTags("similar");
        similar.MapGet("", ([AsParameters] Question asked, ISimilarCases cases, TimeProvider clock, CancellationToken ct) => FindAsync(asked, cases, clock, ct)).WithSummary("相似工单");
        similar.MapPost("", FindAsync).WithSummary("相似工单（长文本）");
    }

    private static async Task<Results<Ok<IReadOnlyList<SimilarCase>>, ValidationProblem, ProblemHttpResult>> FindAsync(Question asked, ISimilarCases cases, TimeProvider clock, CancellationToken ct)
    {
        var errors = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(asked.Text)) errors["text"] = ["请填写要查找的诉求内容"];
        else if (asked.Text.Length > MostText) errors["text"] = [$"诉求内容最多 {MostText} 字，请缩短"];
        if (asked.K is < 1 or > Most) errors["k"] = [$"条数应在 1 到 {Most} 之间"];
        if (errors.Count > 0) return TypedResults.ValidationProblem(errors);
        try
        {
            return TypedResults.Ok(await cases.FindAsync(new(asked.Text!, asked.Place, asked.District, asked.Category, clock.GetUtcNow(), asked.K), ct));
        }
        catch (SearchUnavailableException)
        {
            return Away;
        }
    }

    private static ProblemHttpResult Away => TypedResults.Problem(
        "相似工单暂时不可用，工单可照常填写和派发", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Service Unavailable", type: "urn:hotline:search-away",
        extensions: new Dictionary<string, object?> { ["code"] = "search-away", ["english"] = "Similar cases are not available at the moment; tickets can be written and dispatched as ever." });
}
