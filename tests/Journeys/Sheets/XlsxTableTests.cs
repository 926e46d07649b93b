using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Hotline.Agent.Blazor.Administration.Imports;
using Hotline.Agent.Blazor.Sheets;

namespace Hotline.Journeys.Sheets;

/// <summary>Excel as an import reads it.</summary>
public sealed class XlsxTableTests
{
    private sealed record Line(string? Name, long Count, DateTimeOffset At, DateOnly Day, bool Yes);

    [Fact]
    public async Task What_we_exported_is_read_back_as_it_was()
    {
        using var bytes = new MemoryStream();
        await using (var book = await XlsxFile.BeginAsync(bytes, TestContext.Current.CancellationToken))
        {
            await book.AddAsync(
                new Sheet<Line>("表", [new("名称", l => l.Name), new("件数", l => l.Count), new("时间", l => l.At), new("日期", l => l.Day), new("是否", l => l.Yes)]),
                new Line[] { new("停水", 1204, new(2026, 11, 22, 1, 30, 0, TimeSpan.Zero), new(2027, 1, 1), true), new(null, -3, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2024, 2, 29), false) }.ToAsyncEnumerable(), TestContext.Current.CancellationToken);
        }

        Assert.True(XlsxTable.Is(bytes.ToArray()));
        var table = XlsxTable.Read(bytes.ToArray());
        Assert.Equal(["名称", "件数", "时间", "日期", "是否"], table.Header);
        Assert.Equal([(2, "停水|1204|2026-11-22 09:30:00|2027-01-01|1"), (3, "|-3|2026-01-01 08:00:00|2024-02-29|0")], table.Rows.Select(r => (r.Line, string.Join('|', r.Cells))));
    }

    [Fact]
    public void What_a_spreadsheet_program_wrote_is_read_with_shared_texts_gaps_and_days()
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var sheet = book.AddNewPart<WorksheetPart>();
            book.AddNewPart<SharedStringTablePart>().SharedStringTable = new(new SharedStringItem(new Run(new Text("单")), new Run(new Text("位"))), new SharedStringItem(new Text("起日")));
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = new(new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14U }));
            sheet.Worksheet = new(new SheetData(
                new Row(Shared("A1", "0"), Shared("C1", "1")) { RowIndex = 1 },
                new Row(new Cell { CellReference = "A4", DataType = CellValues.String, CellValue = new("water") }, new Cell { CellReference = "C4", StyleIndex = 1U, CellValue = new("46388") }) { RowIndex = 4 }));
            book.Workbook = new(new DocumentFormat.OpenXml.Spreadsheet.Sheets(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Id = book.GetIdOfPart(sheet), SheetId = 1U, Name = "表" }));
        }

        var table = XlsxTable.Read(bytes.ToArray());
        Assert.Equal(["单位", "", "起日"], table.Header);
        Assert.Equal([(4, "water||2027-01-01")], table.Rows.Select(r => (r.Line, string.Join('|', r.Cells))));
    }

    [Fact]
    public void What_is_no_workbook_is_refused_and_an_entity_of_XML_is_never_read()
    {
        Assert.False(XlsxTable.Is(Encoding.UTF8.GetBytes("code,name")));
        Assert.Throws<InvalidDataException>(() => XlsxTable.Read(Zip(("xl/other.xml", "<x/>"))));
        Assert.Throws<InvalidDataException>(() => XlsxTable.Read(Zip(("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>"))));
        Assert.Throws<InvalidDataException>(() => XlsxTable.Read([(byte)'P', (byte)'K', 3, 4, 0, 0]));
    }

    private static Cell Shared(string at, string index) => new() { CellReference = at, DataType = CellValues.SharedString, CellValue = new(index) };

    private static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }
}
