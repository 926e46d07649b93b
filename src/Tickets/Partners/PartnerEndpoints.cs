using System.Globalization;
using System.Security.Claims;
using Hotline.Tickets.Auditing;
using Hotline.Tickets.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tickets.Partners;

/// <summary>两线联动: what partner lines hand over, answer and match, and what staff do with it.</summary>
internal static class PartnerEndpoints
{
    private static readonly Role[] Takers = [Role.Agent, Role.Dispatcher, Role.Supervisor];
    private static readonly Role[] Readers = [.. Takers, Role.Inspector, Role.Auditor, Role.Administrator];

    private const long MostBytes = 256 << 10;
    private const long MostLedgerBytes = 4 << 20;

    private sealed record SendBackBody(string? Reason);

    internal static void MapPartners(this IEndpointRouteBuilder api)
    {
        var theirs = api.MapGroup("/partners/{partner}").WithTags("Partners").AllowAnonymous().WithMetadata(new BodyLimit(MostBytes));
        new PartnerGate(api.ServiceProvider.GetRequiredService<PartnerOptions>()).Guard(theirs);
        theirs.MapPost("/cases", async (string partner, Body<PartnerCase> body, PartnerIntake intake, CancellationToken ct) => TypedResults.Ok(await intake.ReceiveAsync(partner, body.Value, ct)))
            .Accepts<PartnerCase>("application/json").ProducesValidationProblem().WithSummary("从110接入: one case is one ticket; the same correlation again gets the first receipt. Authorization: Bearer, the partner's key.");
        theirs.MapPost("/answers", AnswerAsync).Accepts<PartnerAnswer>("application/json").Produces(StatusCodes.Status204NoContent).WithSummary("联动单位答复: accepted, refused with its reason, or the result of what we sent.");
        theirs.MapGet("/ledger", OursAsync).Produces<IReadOnlyList<LedgerEntry>>().WithSummary("台账: ours of ?day=yyyy-MM-dd, for the partner to match.");
        theirs.MapPost("/ledger", MatchAsync).WithMetadata(new BodyLimit(MostLedgerBytes)).Accepts<IReadOnlyList<LedgerEntry>>("application/json").Produces<DayMatch>().WithSummary("日对账: the partner's ledger of ?day=yyyy-MM-dd held against ours.");

        var staff = api.MapGroup("/exchanges").WithTags("Partners");
        staff.MapGet("", ListAsync).RequireAuthorization(Staff.Of(Readers)).Produces<Slice<Exchange>>().WithSummary("两线联动台账: ?list=to-sign, unacked, refused or all; the packets stay sealed.");
        staff.MapPost("/{id:long}/sign", async (long id, ClaimsPrincipal user, PartnerIntake intake, CancellationToken ct) => (await intake.SignAsync(id, user.Signed(), ct)).ToHttp())
            .RequireAuthorization(Staff.Of(Takers)).Produces(StatusCodes.Status204NoContent).WithSummary("签收: the partner is told.");
        staff.MapPost("/{id:long}/send-back", async (long id, Body<SendBackBody> body, ClaimsPrincipal user, PartnerIntake intake, CancellationToken ct) => (await intake.SendBackAsync(id, body.Value.Reason, user.Signed(), ct)).ToHttp())
            .RequireAuthorization(Staff.Of(Takers)).Accepts<SendBackBody>("application/json").Produces(StatusCodes.Status204NoContent).WithSummary("退回: to the partner, with the reason.");
        api.MapGet("/partner-links", async (PartnerLinks links, CancellationToken ct) => TypedResults.Ok(await links.ReadAsync(ct)))
            .RequireAuthorization(Staff.Of(Readers)).WithTags("Partners").WithSummary("数据链路: of every partner line, with its roster and what waits.");
    }

    private static async Task<IResult> AnswerAsync(string partner, Body<PartnerAnswer> body, PartnerIntake intake, CancellationToken ct) =>
        await intake.AnswerAsync(partner, body.Value, ct) is { } decision ? decision.ToHttp() : TypedResults.Problem(title: "台账中没有这个编号", type: "urn:hotline:not-found", statusCode: StatusCodes.Status404NotFound);

    private static async Task<IResult> OursAsync(string partner, string? day, Reconciliation ledgers, CancellationToken ct) =>
        Day(day) is { } known ? TypedResults.Ok(await ledgers.OursAsync(partner, known, ct)) : WrongDay;

    private static async Task<IResult> MatchAsync(string partner, string? day, Body<List<LedgerEntry>> body, Reconciliation ledgers, CancellationToken ct) =>
        Day(day) is { } known ? TypedResults.Ok(await ledgers.MatchAsync(partner, known, body.Value, ct)) : WrongDay;

    private static async Task<IResult> ListAsync(string? list, string? partner, int? page, ExchangeLedger ledger, CancellationToken ct) => list switch
    {
        null or "all" => TypedResults.Ok(await ledger.ReadAsync(ExchangeList.All, partner, page ?? 1, 50, ct)),
        "to-sign" => TypedResults.Ok(await ledger.ReadAsync(ExchangeList.ToSign, partner, page ?? 1, 50, ct)),
        "unacked" => TypedResults.Ok(await ledger.ReadAsync(ExchangeList.Unacked, partner, page ?? 1, 50, ct)),
        "refused" => TypedResults.Ok(await ledger.ReadAsync(ExchangeList.Refused, partner, page ?? 1, 50, ct)),
        _ => Problems.Invalid("list", "应为 to-sign、unacked、refused 或 all"),
    };

    private static IResult WrongDay => Problems.Invalid("day", "日期应为 yyyy-MM-dd");

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 9999 ? day : null;
}
