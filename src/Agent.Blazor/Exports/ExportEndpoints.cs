using System.Security.Claims;
using Hotline.Agent.Blazor.Accounts;
using Hotline.Agent.Blazor.Figures;
using Hotline.Agent.Blazor.Language;
using Hotline.Agent.Blazor.Reports;
using Hotline.Agent.Blazor.Sheets;
using Hotline.Tickets;
using Hotline.Tickets.Auditing;
using Hotline.Tickets.City;
using Hotline.Tickets.Statistics;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Exports;

/// <summary>导出: figures and reports as files. Who took what is written into the log of administration before the first byte leaves.</summary>
internal static class ExportEndpoints
{
    internal static void MapExports(this IEndpointRouteBuilder app)
    {
        var exports = app.MapGroup("/exports").ExcludeFromDescription();
        exports.MapGet("/tickets", TicketsAsync).RequireAuthorization(p => p.RequireRole(TicketSheet.Takers));
        exports.MapGet("/figures/{code}", FigureAsync).RequireAuthorization(p => p.RequireRole(FigurePageBase.Readers.Split(',')));
        exports.MapGet("/reports/{kind}/{day?}", ReportAsync).RequireAuthorization(p => p.RequireRole(Roles.Supervisor, Roles.Administrator, Roles.Inspector, Roles.Auditor));
    }

    private static async Task<IResult> TicketsAsync(string? format, HttpContext http, ClaimsPrincipal user, TicketSheet sheet, CityRules rules, TimeProvider clock, AdminLog log, CancellationToken ct)
    {
        var (actor, query) = (SignedInUser.From(user)!.ToActor(), http.Request.QueryString.Value ?? "");
        var lines = await sheet.ReadAsync(query, actor, ct);
        await log.WriteAsync("export", "exported", "tickets", query.Length < 200 ? query : null, actor, ct);
        return SheetAnswer.Of(http, format, sheet.Of(rules.DayOf(clock.GetUtcNow())), lines.ToAsyncEnumerable());
    }

    private static async Task<IResult> FigureAsync(
        string code, string? format, HttpContext http, ClaimsPrincipal user, KpiBoard board, CityRules rules, TimeProvider clock, AdminLog log, IStringLocalizer<FigureText> words, TermWords terms, CancellationToken ct)
    {
        if (Kpis.Find(code) is not { Unavailable: null } kpi) return TypedResults.NotFound();
        var (actor, address) = (SignedInUser.From(user)!.ToActor(), Address(http, rules, clock));
        var table = await board.ReadAsync((address.By is null ? address with { By = KpiDimension.Unit } : address).Question(kpi, KpiReaders.UnitsOf(actor, rules)), ct);
        await log.WriteAsync("export", "exported", kpi.Code, http.Request.QueryString.Value, actor, ct);
        return SheetAnswer.Of(http, format, ReportSheets.Rows(kpi, address, words, terms), table.Rows.Append(table.Total).ToAsyncEnumerable());
    }

    private static async Task<IResult> ReportAsync(
        string kind, string? day, string? category, string? district, string? title, string? format, HttpContext http, ClaimsPrincipal user, ReportReader reader, CityRules rules, TimeProvider clock, AdminLog log,
        ReportDocument document, IStringLocalizer<ReportText> words, TermWords terms, CancellationToken ct)
    {
        var address = Address(http, rules, clock);
        if (ReportPage.Read(kind, day, address.From, address.To, category, district) is not { } period) return TypedResults.NotFound();
        var report = await reader.ReadAsync(period, ct);
        var actor = SignedInUser.From(user)!.ToActor();
        await log.WriteAsync("export", "exported", $"{kind} {FigureWords.Day(period.From)}", http.Request.QueryString.Value, actor, ct);
        if (format == "docx") return TypedResults.File(
            await document.Write(report, title, $"{actor.Name} {actor.Id}").BytesAsync(ct), DocxFile.ContentType, $"{document.HeadingOf(period, title)} {FigureWords.Day(period.From)}.docx");
        return SheetAnswer.Workbook(http, $"{words["kind." + period.Kind]} {FigureWords.Day(period.From)}", book => ReportSheets.WriteAsync(book, report, actor, words, terms, ct));
    }

    private static FigureAddress Address(HttpContext http, CityRules rules, TimeProvider clock) =>
        FigureAddress.Read(new Uri("http://host" + http.Request.Path + http.Request.QueryString), rules.DayOf(clock.GetUtcNow()));
}
