using System.Globalization;
using System.Security.Claims;
using Hotline.Tickets.City;
using Hotline.Tickets.Departments;
using Hotline.Tickets.Reading;
using Hotline.Tickets.Requesters;
using Hotline.Tickets.Statistics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Http;

/// <summary>What people read of tickets.</summary>
internal static class ReadEndpoints
{
    private sealed record PhoneBody(string? Phone);

    private sealed record PurposeBody(string? Purpose);

    private sealed record CatalogueBody(
        string City, string RulesVersion, IReadOnlyList<District> Districts, IReadOnlyList<Department> Departments, IReadOnlyList<Category> Categories);

    private sealed record Proposals(IReadOnlyList<CategoryCandidate> Categories, IReadOnlyList<PlaceCandidate> Places, DepartmentProposal? Department);

    internal static void MapReads(this IEndpointRouteBuilder api)
    {
        var staff = api.MapGroup("").WithTags("Reading")
            .RequireAuthorization(p => p.RequireRole(Enum.GetValues<Role>().Except([Role.Citizen, Role.System]).Select(r => r.Code())));
        staff.MapGet("/tickets", ListAsync).Produces<Page<TicketLine>>().WithSummary("工单列表: the newest first; a department finds its own.");
        staff.MapGet("/tickets/{number}", FileAsync).Produces<TicketView>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("工单详情: facts, timeline, clocks with their proof, allowed steps.");
        staff.MapGet("/tickets/{number}/at", ThenAsync).Produces<TicketThen>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("时点还原: the ticket as it stood at a moment, or with ?since= what changed from that one to this one.");
        staff.MapGet("/tickets/{number}/events", EventsAsync).Produces<IReadOnlyList<RecordedEvent>>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("办理日志: the log as it was written.");
        staff.MapGet("/statistics", StatisticsAsync).Produces<Scores>().WithSummary("统计: rates of a period, by default the last thirty days.");
        staff.MapGet("/catalogue", (CityRules rules) => new CatalogueBody(rules.Profile.Name, rules.Version, rules.Profile.Districts, rules.Profile.Departments, rules.Profile.Categories))
            .WithSummary("目录: districts, departments, categories.");
        staff.MapGet("/catalogue/proposals", Propose).Produces<Proposals>()
            .WithSummary("派单建议: the categories and places a text speaks of, the surest first, and the department the catalogue gives for them.");
        staff.MapGet("/departments/mine/inbox", InboxAsync).Produces<IReadOnlyList<InboxLine>>()
            .RequireAuthorization(p => p.RequireRole(Role.Department.Code(), Role.DepartmentLead.Code())).WithSummary("承办单位待办: what is due first on top.");
        staff.MapPost("/tickets/{number}/requester", OpenAsync).Accepts<PurposeBody>("application/json").Produces<Requester>()
            .WithSummary("查看诉求人信息: opens personal data; the purpose is written into the view ledger.");
        staff.MapPost("/requesters/history", HistoryAsync).Accepts<PhoneBody>("application/json").Produces<IReadOnlyList<HistoryLine>>()
            .WithSummary("来电历史: earlier requests of a phone number, which stands in the body and so in no log.");
    }

    private static async Task<IResult> ListAsync(
        string? state, bool? overdue, string? text, string? department, int? page, ClaimsPrincipal user, TicketList list, CancellationToken ct)
    {
        StateName? wanted = null;
        if (!string.IsNullOrEmpty(state))
        {
            if (!Terms.TryFromCode<StateName>(state, out var known)) return Problems.Invalid("state", $"没有这个状态，应为 {string.Join("、", Enum.GetValues<StateName>().Select(s => s.Code()))} 之一");
            wanted = known;
        }

        var filter = new TicketFilter(wanted, overdue, text, department is null ? null : new DepartmentId(department), Page: page ?? 1);
        return TypedResults.Ok(await list.ReadAsync(filter, user.Signed(), ct));
    }

    private static async Task<IResult> FileAsync(string number, ClaimsPrincipal user, TicketFile file, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        return await file.ReadOrGlimpseAsync(found, user.Signed(), ct) is { } view ? TypedResults.Ok(view) : Problems.NotFound();
    }

    private static async Task<IResult> ThenAsync(string number, string? at, string? since, ClaimsPrincipal user, TicketAt tickets, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        if (!TryTime(at, out var moment)) return Problems.Invalid("at", "必填，应为带时区的时间，如 2026-11-17T10:00:00+08:00");
        if (since is null) return await tickets.ReadAsync(found, moment, user.Signed(), ct) is { } then ? TypedResults.Ok(then) : Problems.NotFound();
        if (!TryTime(since, out var earlier) || earlier > moment) return Problems.Invalid("since", "应为不晚于 at 的时间，如 2026-11-16T10:00:00+08:00");
        return await tickets.CompareAsync(found, earlier, moment, user.Signed(), ct) is { } changes ? TypedResults.Ok(changes) : Problems.NotFound();
    }

    // a plus sign that was not escaped in the address arrives as a space
    private static bool TryTime(string? text, out DateTimeOffset at) => DateTimeOffset.TryParse(
        text?.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);

    private static async Task<IResult> EventsAsync(string number, ClaimsPrincipal user, TicketFile file, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        return await file.ReadAsync(found, user.Signed(), ct) is { } view ? TypedResults.Ok(await file.EventsAsync(view.Id, ct)) : Problems.NotFound();
    }

    private static async Task<IResult> StatisticsAsync(DateOnly? from, DateOnly? to, Scoreboard board, CancellationToken ct)
    {
        if (from is null && to is null) return TypedResults.Ok(await board.ReadAsync(ct));
        if (from is not { } first || to is not { } last || first > last) return Problems.Invalid("from", "from 和 to 须同时给出，且 from 不晚于 to，如 from=2026-11-01&to=2026-11-30");
        return TypedResults.Ok(await board.ReadAsync(first, last, ct));
    }

    private static IResult Propose(string? text, string? category, string? district, Catalogue catalogue)
    {
        if (string.IsNullOrWhiteSpace(text)) return Problems.Invalid("text", "必填，请给出诉求内容，如 text=小区夜间施工噪声");
        var (categories, places) = (catalogue.CategoriesIn(text), catalogue.PlacesIn(text));
        var department = catalogue.Propose(category ?? (categories is [var surest, ..] ? surest.Category.Code : null), district ?? (places is [var nearest, ..] ? nearest.District.Code : null), text);
        return TypedResults.Ok(new Proposals(categories, places, department));
    }

    private static async Task<IResult> InboxAsync(ClaimsPrincipal user, DepartmentInbox inbox, CancellationToken ct) =>
        user.Signed().Department is { } own ? TypedResults.Ok(await inbox.ReadAsync(own, ct)) : throw new UnauthorizedAccessException("A department's account without a department.");

    private static async Task<IResult> OpenAsync(string number, Body<PurposeBody> body, ClaimsPrincipal user, TicketFile file, RequesterFile requesters, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        if (string.IsNullOrWhiteSpace(body.Value.Purpose)) return Problems.Invalid("purpose", "必填，请说明查看用途");
        if (await file.FindAsync(found, ct) is not { } id) return Problems.NotFound();
        return await requesters.OpenAsync(id, user.Signed(), body.Value.Purpose, ct) is { } requester ? TypedResults.Ok(requester) : Problems.NotFound();
    }

    private static async Task<IResult> HistoryAsync(Body<PhoneBody> body, ClaimsPrincipal user, RequesterHistory history, CancellationToken ct) =>
        body.Value.Phone is { } phone && PhoneNumber.IsOne(phone)
            ? TypedResults.Ok(await history.ReadAsync(phone, user.Signed(), ct))
            : Problems.Invalid("phone", "电话应为 3 到 20 位数字");
}
