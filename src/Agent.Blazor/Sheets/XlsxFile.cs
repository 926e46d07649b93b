using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Hotline.Agent.Blazor.Sheets;

/// <summary>
/// An Excel workbook (ECMA-376, SpreadsheetML) written as its rows come, whatever their number: no row is kept. Texts are inline strings, never
/// formulas. Dispose it, or the file is not whole.
/// </summary>
internal sealed class XlsxFile : IAsyncDisposable
{
    internal const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>What Excel can hold: rows of a sheet with the heading, characters of a cell and of a sheet's name.</summary>
    private const int MostRows = 1_048_576, LongestText = 32_767, LongestName = 31;

    private static readonly DateTime Epoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified); // day 0 of Excel's calendar, from March 1900 on
    private readonly ZipArchive _zip;
    private readonly List<string> _sheets = [];

    private XlsxFile(ZipArchive zip) => _zip = zip;

    /// <summary>Leaves the stream open.</summary>
    internal static async Task<XlsxFile> BeginAsync(Stream to, CancellationToken ct) =>
        new(await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct));

    /// <returns>How many rows were written; what does not fit into a sheet goes on in the next.</returns>
    internal async Task<long> AddAsync<T>(Sheet<T> sheet, IAsyncEnumerable<T> rows, CancellationToken ct)
    {
        await using var all = rows.GetAsyncEnumerator(ct);
        var (written, more) = (0L, await all.MoveNextAsync());
        do
        {
            _sheets.Add(NameOf(sheet.Name));
            await using var part = await OpenAsync(string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{_sheets.Count}.xml"), ct);
            await using var text = Text(part);
            await HeadAsync(text, sheet, ct);
            for (var line = 2; more && line <= MostRows; line++, written++, more = await all.MoveNextAsync()) await RowAsync(text, line, sheet.Columns.Select(c => Cell(c.Value(all.Current), c.Percent)), ct);
            await text.WriteAsync("</sheetData></worksheet>".AsMemory(), ct);
            await text.FlushAsync(ct);
        }
        while (more);
        return written;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, text) in XlsxParts.Of(_sheets)) await WriteAsync(name, text);
        await _zip.DisposeAsync();
    }

    private static async Task HeadAsync<T>(StreamWriter text, Sheet<T> sheet, CancellationToken ct)
    {
        await text.WriteAsync(XlsxParts.SheetHead(sheet.Columns.Select(c => c.Width)).AsMemory(), ct);
        await RowAsync(text, 1, sheet.Columns.Select(c => Text(c.Heading, XlsxParts.HeadStyle)), ct);
    }

    private static async Task RowAsync(StreamWriter text, int line, IEnumerable<string> cells, CancellationToken ct) => // a cell without its address stands after the one before
        await text.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"<row r=\"{line}\">{string.Concat(cells)}</row>").AsMemory(), ct);

    private static string Cell(object? value, bool percent) => value switch
    {
        null => "<c/>",
        string text => Text(text, XlsxParts.TextStyle),
        DateTimeOffset at => Number((SheetValues.Local(at) - Epoch).TotalDays, XlsxParts.TimeStyle),
        DateOnly day => Number((day.ToDateTime(TimeOnly.MinValue) - Epoch).TotalDays, XlsxParts.DayStyle),
        bool yes => $"<c t=\"b\"><v>{(yes ? 1 : 0)}</v></c>",
        double number when !double.IsFinite(number) => "<c/>",
        IFormattable number => Number(number, percent ? XlsxParts.PercentStyle : 0),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType(), "No such kind of cell."),
    };

    private static string Number(IFormattable number, int style) => string.Create(CultureInfo.InvariantCulture, $"<c s=\"{style}\"><v>{SheetValues.Number(number)}</v></c>");

    private static string Text(string text, int style) =>
        string.Create(CultureInfo.InvariantCulture, $"<c s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(Short(SheetValues.Clean(text)))}</t></is></c>");

    private static string Short(string text) => text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…";

    /// <summary>As Excel wants it: of 31 characters at most, without []:*?/\, and not twice.</summary>
    private string NameOf(string name)
    {
        var plain = string.Concat(SheetValues.Clean(name).Where(c => !"[]:*?/\\'".Contains(c, StringComparison.Ordinal)));
        for (var no = 1; ; no++)
        {
            var end = no == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({no})");
            var found = plain[..Math.Min(plain.Length, LongestName - end.Length)] + end;
            if (!_sheets.Contains(found, StringComparer.OrdinalIgnoreCase)) return found;
        }
    }

    private async Task WriteAsync(string name, string xml)
    {
        await using var part = await OpenAsync(name, CancellationToken.None);
        await using var text = Text(part);
        await text.WriteAsync(xml);
    }

    private Task<Stream> OpenAsync(string name, CancellationToken ct) => _zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct);

    private static StreamWriter Text(Stream part) => new(part, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
}
