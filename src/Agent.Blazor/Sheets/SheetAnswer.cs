using Microsoft.AspNetCore.Http.Features;

namespace Hotline.Agent.Blazor.Sheets;

/// <summary>导出 over HTTP: a sheet as a file, streamed. Who calls it has looked at the role and written the export down.</summary>
internal static class SheetAnswer
{
    /// <param name="format">csv, or anything else for Excel.</param>
    /// <param name="rows">Read while the file is written: what was made a moment ago is in it.</param>
    internal static IResult Of<T>(HttpContext http, string? format, Sheet<T> sheet, IAsyncEnumerable<T> rows) => format == "csv"
        ? TypedResults.Stream(to => CsvFile.WriteAsync(to, sheet, rows, http.RequestAborted), CsvFile.ContentType, sheet.Name + ".csv")
        : Workbook(http, sheet.Name, book => book.AddAsync(sheet, rows, http.RequestAborted));

    /// <summary>Excel with several sheets.</summary>
    internal static IResult Workbook(HttpContext http, string name, Func<XlsxFile, Task> write)
    {
        http.Features.Get<IHttpBodyControlFeature>()?.AllowSynchronousIO = true; // the archive writes the few bytes before and after a part so
        return TypedResults.Stream(
            async to =>
            {
                await using var book = await XlsxFile.BeginAsync(to, http.RequestAborted);
                await write(book);
            },
            XlsxFile.ContentType, name + ".xlsx");
    }
}
