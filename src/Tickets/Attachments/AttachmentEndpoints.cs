using System.Globalization;
using System.Security.Claims;
using Hotline.Tickets.Attachments.Proofs;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.Http;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Tickets.Attachments;

/// <summary>Files of tickets: sent as multipart/form-data with the field "file".</summary>
internal static class AttachmentEndpoints
{
    private sealed record PurposeBody(string? Purpose);

    internal static void MapAttachments(this IEndpointRouteBuilder api)
    {
        var limit = new BodyLimit(api.ServiceProvider.GetService(typeof(AttachmentOptions)) is AttachmentOptions o ? o.MaxBytes + 65536L : null);
        var files = api.MapGroup("/tickets/{number}/attachments").WithTags("Attachments")
            .RequireAuthorization(p => p.RequireRole(Enum.GetValues<Role>().Except([Role.Citizen, Role.System]).Select(r => r.Code())));
        files.MapPost("", AttachAsync).WithMetadata(limit).Accepts<IFormFile>("multipart/form-data").Produces<Attachment>(StatusCodes.Status201Created).ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary("附件: photo, audio, video or file; the field proof=true says that it shows what was done; longitude, latitude and takenAt say where and when where the photograph does not.");
        files.MapGet("", ListAsync).Produces<IReadOnlyList<AttachmentLine>>().ProducesProblem(StatusCodes.Status404NotFound).WithSummary("附件列表: with who sent each and whether it was scanned.");
        files.MapGet("/{id:guid}", ServedAsync).ProducesProblem(StatusCodes.Status404NotFound).WithSummary("附件副本: without place, device and other metadata.");
        files.MapPost("/{id:guid}/original", OriginalAsync).Accepts<PurposeBody>("application/json").ProducesProblem(StatusCodes.Status403Forbidden)
            .WithSummary("附件原件: for reviewers, supervisors and auditors; the purpose is written into the view ledger.");
        api.MapPost("/reports/{number}/attachments", ReportAsync).WithTags("Citizens").AllowAnonymous().WithMetadata(limit).Accepts<IFormFile>("multipart/form-data")
            .Produces<Attachment>(StatusCodes.Status201Created).ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("市民补充附件: with number and query code.");
    }

    private static async Task<IResult> AttachAsync(string number, HttpContext http, ClaimsPrincipal user, TicketFile file, AttachmentDesk desk, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        if (await file.FindAsync(found, ct) is not { } id) return Problems.NotFound();
        return await TakeAsync(http, desk, id, user.Signed(), $"/api/v1/tickets/{found}/attachments", ct);
    }

    private static Task<IResult> ReportAsync(string number, string? code, HttpContext http, CitizenLookup lookup, AttachmentDesk desk, CancellationToken ct) =>
        CitizenEndpoints.WithTicketAsync(number, code, http, lookup, found => TakeAsync(http, desk, found.Id, Actor.Citizen, $"/api/v1/reports/{found.Status.Number}", ct), ct);

    private static async Task<IResult> TakeAsync(HttpContext http, AttachmentDesk desk, TicketId id, Actor by, string at, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType) return Problems.Invalid("file", "Content-Type 应为 multipart/form-data，文件放在字段 file 中");
        IFormCollection form;
        try { form = await http.Request.ReadFormAsync(ct); }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException) { return Problems.Invalid("file", "上传的内容过大或不完整，请压缩后重试"); }

        if (form.Files is not [var upload]) return Problems.Invalid("file", "请在字段 file 中放一个文件，每次一个");
        using var bytes = new MemoryStream();
        await upload.CopyToAsync(bytes, ct);
        var (decision, file) = await desk.AttachAsync(id, upload.FileName, bytes.ToArray(), form["proof"] == "true", Told(form), by, ct);
        return decision is Decision.Happened ? TypedResults.Created($"{at}/{file.Id}", file) : decision.ToHttp();
    }

    /// <summary>Where and when the phone says it is: fields longitude, latitude (WGS 84 degrees) and takenAt; what makes no sense is as good as nothing.</summary>
    private static ProofTaken? Told(IFormCollection form)
    {
        var place = Degrees(form["longitude"], 180) is { } longitude && Degrees(form["latitude"], 90) is { } latitude ? new GeoPoint(longitude, latitude) : null;
        var at = DateTimeOffset.TryParse(form["takenAt"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var taken) ? taken : (DateTimeOffset?)null;
        return place is null && at is null ? null : new(at, place, ProofSource.Browser);
    }

    private static double? Degrees(string? text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most ? degrees : null;

    private static Task<IResult> ListAsync(string number, ClaimsPrincipal user, TicketFile file, AttachmentDesk desk, CancellationToken ct) =>
        WithLinesAsync(number, user, file, desk, (_, lines) => Task.FromResult<IResult>(TypedResults.Ok(lines)), ct);

    private static Task<IResult> ServedAsync(string number, Guid id, HttpContext http, ClaimsPrincipal user, TicketFile file, AttachmentDesk desk, CancellationToken ct) =>
        WithLinesAsync(number, user, file, desk, async (_, lines) => Send(http, lines.FirstOrDefault(l => l.File.Id == id) is { } line ? await desk.ServedAsync(line, ct) : null), ct);

    private static Task<IResult> OriginalAsync(
        string number, Guid id, Body<PurposeBody> body, HttpContext http, ClaimsPrincipal user, TicketFile file, AttachmentDesk desk, CancellationToken ct) =>
        body.Value.Purpose is { Length: > 0 and <= 200 } purpose
            ? WithLinesAsync(number, user, file, desk, async (ticket, lines) =>
                Send(http, lines.FirstOrDefault(l => l.File.Id == id) is { } line ? await desk.OriginalAsync(ticket, line, user.Signed(), purpose, ct) : null), ct)
            : Task.FromResult<IResult>(Problems.Invalid("purpose", "必填，请用 200 字以内说明查看用途"));

    private static async Task<IResult> WithLinesAsync(
        string number, ClaimsPrincipal user, TicketFile file, AttachmentDesk desk, Func<TicketId, IReadOnlyList<AttachmentLine>, Task<IResult>> then, CancellationToken ct)
    {
        if (!TicketNumber.TryParse(number, out var found, out var problem)) return Problems.Invalid("number", problem!);
        return await file.ReadAsync(found, user.Signed(), ct) is { } view ? await then(view.Id, await desk.ListAsync(view.Id, view.Attachments, ct)) : Problems.NotFound();
    }

    private static IResult Send(HttpContext http, AttachmentFile? file)
    {
        if (file is null) return TypedResults.Problem(title: "没有这个附件，或只有原件", detail: "There is no such file, or only its original.", type: "urn:hotline:not-found", statusCode: StatusCodes.Status404NotFound);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["X-Scan"] = file.Scanned ? "clean" : "unscanned";
        return TypedResults.Bytes(file.Bytes, file.MediaType, file.Name); // as a download: never rendered in the page of the desk
    }
}
