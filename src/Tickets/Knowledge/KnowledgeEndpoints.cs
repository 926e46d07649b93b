using System.Security.Claims;
using Hotline.Tickets.City;
using Hotline.Tickets.Http;
using Hotline.Tickets.Lines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Knowledge;

/// <summary>/knowledge: staff read, units and editors write and review.</summary>
internal static class KnowledgeEndpoints
{
    private sealed record ReasonBody(string? Reason);

    private sealed record ErrorBody(string? Text);

    private sealed record AnswerBody(bool? RightSo, string? Answer);

    private sealed record ImportBody(IReadOnlyList<ArticleText>? Items);

    private sealed record Made(ArticleVersionId Id);

    internal static void MapKnowledge(this IEndpointRouteBuilder api)
    {
        var staff = api.MapGroup("/knowledge").WithTags("Knowledge").RequireAuthorization(p => p.RequireRole(Enum.GetValues<Role>().Except([Role.Citizen, Role.System]).Select(r => r.Code())));
        staff.MapGet("", FindAsync).Produces<IReadOnlyList<ArticleHit>>().WithSummary("知识检索: published and valid now, with line=enterprise in that line's category; with state=draft, unit-review … what is worked on.");
        staff.MapGet("/suggestions", SuggestAsync).Produces<IReadOnlyList<ArticleHit>>().WithSummary("知识推荐: for the text of a complaint.");
        staff.MapGet("/{article:guid}", ReadAsync).Produces<ArticleView>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("知识条目");
        staff.MapGet("/{article:guid}/versions", VersionsAsync).Produces<IReadOnlyList<ArticleVersion>>().WithSummary("历史版本: kept for ever.");
        staff.MapPost("/{article:guid}/errors", ReportAsync).Accepts<ErrorBody>("application/json").Produces(StatusCodes.Status201Created).WithSummary("纠错: due in one working day.");
        staff.MapGet("/errors", async (ClaimsPrincipal user, ArticleErrors errors, CancellationToken ct) => TypedResults.Ok(await errors.ListAsync(user.Signed(), ct))).WithSummary("纠错列表");

        var reviewers = staff.MapGroup("").Only(ArticleReview.Reviewers);
        reviewers.MapPost("/errors/{id:long}/answer", AnswerAsync).Accepts<AnswerBody>("application/json").Produces(StatusCodes.Status204NoContent).WithSummary("纠错答复");
        reviewers.MapGet("/tasks", async (ClaimsPrincipal user, ArticleWatch watch, CancellationToken ct) => TypedResults.Ok(await watch.OpenAsync(user.Signed(), ct))).WithSummary("复核任务");
        reviewers.MapGet("/usage", async (ClaimsPrincipal user, ArticleFile file, CancellationToken ct) => TypedResults.Ok(await file.UsageAsync(user.Signed(), ct))).WithSummary("使用统计");
        reviewers.MapStep("submit", ArticleStep.Submit);
        reviewers.MapStep("unit-approve", ArticleStep.UnitApprove);
        reviewers.MapStep("publish", ArticleStep.Publish);
        reviewers.MapStep("send-back", ArticleStep.SendBack);
        reviewers.MapStep("withdraw", ArticleStep.Withdraw);

        var writers = staff.MapGroup("").Only(ArticleReview.Writers);
        writers.MapPost("", CreateAsync).Accepts<ArticleText>("application/json").Produces<Made>(StatusCodes.Status201Created).ProducesValidationProblem().WithSummary("新建条目: a draft. With the header Idempotency-Key a repetition makes no second one.");
        writers.MapPost("/{article:guid}/versions", ReviseAsync).Accepts<ArticleText>("application/json").Produces<Made>(StatusCodes.Status201Created).ProducesValidationProblem()
            .WithSummary("修订: a new version; the published one stays until it is published.");
        writers.MapPost("/import", ImportAsync).Accepts<ImportBody>("application/json").Produces<ImportOutcome>(StatusCodes.Status201Created).Produces<ImportOutcome>(StatusCodes.Status400BadRequest)
            .WithSummary("批量导入: {\"items\":[…]}, up to 1,000 drafts, all or none.");

        var all = api.MapGroup("/public/knowledge").WithTags("Citizens").AllowAnonymous();
        all.MapGet("", FindPublicAsync).Produces<IReadOnlyList<ArticleHit>>().WithSummary("公开知识检索");
        all.MapGet("/{article:guid}", async (Guid article, ArticleFile file, CancellationToken ct) => await file.ReadPublicAsync(article, ct) is { } found ? TypedResults.Ok(found) : NotFound())
            .Produces<PublicArticle>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("公开知识");
    }

    private static void MapStep(this RouteGroupBuilder group, string name, ArticleStep step) => group
        .MapPost("/{article:guid}/" + name, async (Guid article, Body<ReasonBody> body, ClaimsPrincipal user, ArticleDesk desk, CancellationToken ct) =>
            ToHttp(await desk.TakeAsync(article, step, user.Signed(), body.Value.Reason, ct)))
        .Accepts<ReasonBody>(isOptional: true, "application/json").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict).WithSummary(step.Chinese());

    private static async Task<IResult> FindAsync(
        string? text, string? category, string? kind, string? region, string? unit, string? line, string? state, int? page, ClaimsPrincipal user, ArticleSearch search, CityRules rules, LineBooks lines, CancellationToken ct)
    {
        if (!string.IsNullOrEmpty(state))
        {
            if (!Terms.TryFromCode<ArticleState>(state, out var known)) return Problems.Invalid("state", "没有这个状态，应为 " + Codes<ArticleState>());
            if (!ArticleReview.Reviewers.Contains(user.Signed().Role)) throw new UnauthorizedAccessException("Only units and editors see what is not published.");
            return TypedResults.Ok(await search.InStateAsync(known, user.Signed(), page ?? 1, ct));
        }

        if (OfLine(line, lines, ref category) is { } unknown) return unknown;
        if (Filter(text, category, kind, region, unit, page, rules, out var filter) is { } wrong) return wrong;
        return TypedResults.Ok(await search.FindAsync(filter, ct));
    }

    private static async Task<IResult> FindPublicAsync(string? text, string? category, string? kind, string? region, int? page, ArticleSearch search, CityRules rules, CancellationToken ct) =>
        Filter(text, category, kind, region, null, page, rules, out var filter) is { } wrong ? wrong : TypedResults.Ok(await search.FindAsync(filter with { PublicOnly = true }, ct));

    private static async Task<IResult> SuggestAsync(string? text, string? region, string? line, ArticleSearch search, CityRules rules, LineBooks lines, CancellationToken ct)
    {
        string? category = null;
        if (OfLine(line, lines, ref category) is { } unknown) return unknown;
        if (string.IsNullOrWhiteSpace(text)) return Problems.Invalid("text", "必填，请给出诉求内容，如 text=老年人社保卡怎么补办");
        return Filter(text, category, null, region, null, 1, rules, out var filter) is { } wrong ? wrong : TypedResults.Ok(await search.SuggestAsync(filter, 5, ct));
    }

    /// <summary>专线知识: who answers for a line looks in its category, unless they name another.</summary>
    private static IResult? OfLine(string? line, LineBooks lines, ref string? category)
    {
        if (string.IsNullOrEmpty(line)) return null;
        if (lines.Now.Lines.FirstOrDefault(l => l.Code == line) is not { } known) return Problems.Invalid("line", "没有这条热线，请从热线号码表中选择，如 enterprise");
        category ??= known.Knowledge;
        return null;
    }

    private static IResult? Filter(string? text, string? category, string? kind, string? region, string? unit, int? page, CityRules rules, out ArticleFilter filter)
    {
        filter = new(text, category, null, region, unit is null ? null : new(unit), Page: page ?? 1);
        if (text?.Length > 2000) return Problems.Invalid("text", "最多 2000 字，请精简");
        if (text?.Contains('\0', StringComparison.Ordinal) == true || category?.Contains('\0', StringComparison.Ordinal) == true) return Problems.Invalid("text", "文字中含有无法识别的空字符");
        if (region is not null && !rules.KnowsDistrict(region)) return Problems.Invalid("region", "区划代码不存在，请从目录中选择");
        if (unit is not null && !rules.Knows(new(unit))) return Problems.Invalid("unit", "承办单位代码不存在，请从目录中选择");
        if (string.IsNullOrEmpty(kind)) return null;
        if (!Terms.TryFromCode<MaterialKind>(kind, out var known)) return Problems.Invalid("kind", "没有这个材料种类，应为 " + Codes<MaterialKind>());
        filter = filter with { Kind = known };
        return null;
    }

    private static async Task<IResult> ReadAsync(Guid article, ClaimsPrincipal user, ArticleFile file, CancellationToken ct) =>
        await file.ReadAsync(article, user.Signed(), ct) is { } view ? TypedResults.Ok(view) : NotFound();

    private static async Task<IResult> VersionsAsync(Guid article, ClaimsPrincipal user, ArticleFile file, CancellationToken ct) =>
        await file.VersionsAsync(article, user.Signed(), ct) is { Count: > 0 } versions ? TypedResults.Ok(versions) : NotFound();

    private static async Task<IResult> CreateAsync(Body<ArticleText> body, [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal user, ArticleDesk desk, CancellationToken ct) =>
        Created(await desk.CreateAsync(body.Value, user.Signed(), key, ct));

    private static async Task<IResult> ReviseAsync(Guid article, Body<ArticleText> body, [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal user, ArticleDesk desk, CancellationToken ct)
    {
        var (id, refused) = await desk.ReviseAsync(article, body.Value, user.Signed(), key, ct);
        return refused is null ? Created(id!.Value) : ToHttp(refused);
    }

    private static async Task<IResult> ImportAsync(Body<ImportBody> body, [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal user, ArticleImport import, CancellationToken ct)
    {
        if (body.Value.Items is not { } items) return Problems.Invalid("items", "必填，请给出条目数组，如 {\"items\":[{\"title\":…}]}");
        if (items.Any(i => i is null)) return Problems.Invalid("items", "条目不能为 null");
        var outcome = await import.ImportAsync(items, user.Signed(), key, ct);
        return outcome.Wrong.Count == 0 ? TypedResults.Created("/api/v1/knowledge?state=draft", outcome) : TypedResults.BadRequest(outcome);
    }

    private static async Task<IResult> ReportAsync(Guid article, Body<ErrorBody> body, ClaimsPrincipal user, ArticleErrors errors, CancellationToken ct)
    {
        if (new FieldErrors().Required("text", body.Value.Text, 1000).Decision is { } wrong) return wrong.ToHttp();
        return await errors.ReportAsync(article, body.Value.Text!, user.Signed(), ct) is { } id ? TypedResults.Created("/api/v1/knowledge/errors", new { id }) : NotFound();
    }

    private static async Task<IResult> AnswerAsync(long id, Body<AnswerBody> body, ClaimsPrincipal user, ArticleErrors errors, CancellationToken ct)
    {
        var wrong = new FieldErrors().Check("rightSo", body.Value.RightSo is not null, "必选，请说明是否采纳").Required("answer", body.Value.Answer, 1000).Decision;
        return ToHttp(wrong ?? await errors.AnswerAsync(id, body.Value.RightSo!.Value, body.Value.Answer!, user.Signed(), ct));
    }

    internal static IResult Created(ArticleVersionId id) => TypedResults.Created($"/api/v1/knowledge/{id.Article}", new Made(id));

    private static IResult ToHttp(Decision decision) =>
        decision is Decision.Refused { Code: "unknown-article" or "unknown-error" } ? NotFound() : decision.ToHttp();

    internal static IResult NotFound() => TypedResults.Problem(title: "没有找到，请核对编号", type: "urn:hotline:not-found", statusCode: StatusCodes.Status404NotFound);

    private static RouteGroupBuilder Only(this RouteGroupBuilder group, Role[] roles) => group.RequireAuthorization(p => p.RequireRole(roles.Select(r => r.Code())));

    private static string Codes<T>() where T : struct, Enum => string.Join("、", Enum.GetValues<T>().Select(v => v.Code())) + " 之一";
}
