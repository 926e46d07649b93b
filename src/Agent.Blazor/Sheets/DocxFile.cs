using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Hotline.Agent.Blazor.Sheets;

/// <summary>One column of a table in Word.</summary>
/// <param name="Width">Against the other columns.</param>
internal sealed record DocxColumn(string Heading, int Width = 2, bool Number = false);

/// <summary>A Word document (ECMA-376, WordprocessingML) of headings, paragraphs, tables and charts on A4, with a footer on every page. Kept whole until it is written.</summary>
/// <param name="footer">水印: who made it and when; the page's number follows.</param>
internal sealed class DocxFile(string title, string footer, DateTimeOffset made)
{
    internal const string ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private const int PageWidth = 9638; // between the margins, in twentieths of a point

    private readonly StringBuilder _body = new();
    private readonly List<DocxChart> _charts = [];

    internal void Title(string line)
    {
        Paragraph(title, "Title");
        Paragraph(line, "Subtitle");
    }

    internal void Heading(string text) => Paragraph(text, "Heading1");

    internal void Soft(string text) => Paragraph(text, "Soft");

    internal void Paragraph(string text, string style = "Normal") => _body.Append(Written(text, style, right: false));

    /// <summary>The heading comes again on every page; no row is torn.</summary>
    internal void Table(IReadOnlyList<DocxColumn> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var widths = Widths(columns);
        _body.Append("<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>").AppendJoin("", new[] { "top", "left", "bottom", "right", "insideH", "insideV" }.Select(side => $"<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6A6A6\"/>"))
            .Append("</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>").AppendJoin("", widths.Select(w => string.Create(CultureInfo.InvariantCulture, $"<w:gridCol w:w=\"{w}\"/>"))).Append("</w:tblGrid>");
        Row([.. columns.Select(c => c.Heading)], columns, widths, head: true);
        foreach (var row in rows) Row(row, columns, widths, head: false);
        _body.Append("</w:tbl>").Append(Written("", "Soft", right: false)); // two tables need a paragraph between them
    }

    internal void Chart(DocxChart chart)
    {
        _charts.Add(chart);
        _body.Append(DocxParts.Drawing(chart, _charts.Count));
    }

    /// <summary>Leaves the stream open.</summary>
    internal async Task WriteAsync(Stream to, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        foreach (var (name, xml) in DocxParts.Of(title, footer, made, _body.ToString(), _charts))
        {
            await using var part = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct);
            await part.WriteAsync(Encoding.UTF8.GetBytes(xml), ct);
        }
    }

    internal async Task<byte[]> BytesAsync(CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await WriteAsync(bytes, ct);
        return bytes.ToArray();
    }

    internal static string Safe(string text) => SecurityElement.Escape(SheetValues.Clean(text));

    private void Row(IReadOnlyList<string> cells, IReadOnlyList<DocxColumn> columns, List<int> widths, bool head)
    {
        _body.Append("<w:tr><w:trPr><w:cantSplit/>").Append(head ? "<w:tblHeader/>" : "").Append("</w:trPr>");
        for (var i = 0; i < columns.Count; i++)
        {
            _body.Append(CultureInfo.InvariantCulture, $"<w:tc><w:tcPr><w:tcW w:w=\"{widths[i]}\" w:type=\"dxa\"/>{(head ? "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E9EFF7\"/>" : "")}</w:tcPr>")
                .Append(Written(cells[i], head ? "CellHead" : "Cell", columns[i].Number)).Append("</w:tc>");
        }

        _body.Append("</w:tr>");
    }

    private static string Written(string text, string style, bool right) =>
        $"<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{(right ? "<w:jc w:val=\"right\"/>" : "")}</w:pPr>{(text.Length == 0 ? "" : $"<w:r><w:t xml:space=\"preserve\">{Safe(text)}</w:t></w:r>")}</w:p>";

    private static List<int> Widths(IReadOnlyList<DocxColumn> columns) => [.. columns.Select(c => PageWidth * c.Width / columns.Sum(all => all.Width))];
}
