using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Hotline.Agent.Blazor.Sheets;

namespace Hotline.Journeys.Sheets;

/// <summary>CSV and Excel files: read back by somebody else's reader.</summary>
public sealed class SheetTests
{
    private sealed record Line(string? Title, long Count, decimal? Share, DateTimeOffset At, DateOnly Day, bool Yes);

    private static readonly Sheet<Line> Lines = new("工单 [2026]/\"a\" & 'b' <超过三十一个字符的名字要截短到三十一个字符为止>",
    [
        new("标题", l => l.Title, 40), new("件数", l => l.Count), new("比率", l => l.Share) { Percent = true }, new("时间", l => l.At), new("日期", l => l.Day), new("是否", l => l.Yes),
    ]);

    private static readonly Line Plain = new("停水", 3, 0.5m, new(2026, 11, 22, 1, 30, 0, TimeSpan.Zero), new(2026, 11, 22), Yes: true);

    [Theory]
    [InlineData("停水，已两天", "停水，已两天")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("说\"好\"", "\"说\"\"好\"\"\"")]
    [InlineData("两\r\n行", "\"两\r\n行\"")]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    [InlineData("+86", "'+86")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("零\0字节", "零字节")]
    [InlineData("", "")]
    public void A_text_in_CSV_is_quoted_where_it_must_be_and_never_a_formula(string text, string field) => Assert.Equal(field, CsvFile.Field(text));

    [Fact]
    public async Task CSV_begins_with_the_mark_of_UTF8_and_has_a_line_for_each_row_in_the_citys_time()
    {
        var bytes = await CsvAsync(Plain, Plain with { Title = null, Share = null, Count = -3, Yes = false });
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal("标题,件数,比率,时间,日期,是否\r\n停水,3,0.5,2026-11-22 09:30:00,2026-11-22,1\r\n,-3,,2026-11-22 09:30:00,2026-11-22,0\r\n", Encoding.UTF8.GetString(bytes[3..]));
    }

    [Fact]
    public async Task An_Excel_file_is_valid_by_its_own_schema_and_holds_what_was_written()
    {
        using var file = await XlsxAsync([Plain, Plain with { Title = "=1+1 <b>&\0]]>", Share = null }]);
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Microsoft365).Validate(document, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var sheet = Assert.Single(document.WorkbookPart!.Workbook.Sheets!.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>());
        Assert.InRange(sheet.Name!.Value!.Length, 5, 31);
        var rows = document.WorkbookPart.WorksheetParts.Single().Worksheet.Descendants<Row>().ToList();
        Assert.Equal(["标题", "件数", "比率", "时间", "日期", "是否"], rows[0].Elements<Cell>().Select(c => c.InnerText));
        Assert.Equal("停水|3|0.5|46348.395833333336|46348|1", string.Join('|', rows[1].Elements<Cell>().Select(c => c.InnerText)));
        Assert.Equal("=1+1 <b>&]]>", rows[2].Elements<Cell>().First().InnerText);
        Assert.Empty(rows.SelectMany(r => r.Descendants<CellFormula>()));
        Assert.Equal(new DateTime(2026, 11, 22, 9, 30, 0, DateTimeKind.Unspecified), DateTime.FromOADate(double.Parse(rows[1].Elements<Cell>().ElementAt(3).InnerText, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Sheets_of_one_workbook_have_names_of_their_own()
    {
        using var file = await XlsxAsync([Plain], [Plain]);
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken));
        Assert.Equal(2, document.WorkbookPart!.Workbook.Sheets!.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Select(s => s.Name!.Value).Distinct().Count());
    }

    [Fact]
    public async Task A_sheet_without_rows_has_its_heading()
    {
        using var file = await XlsxAsync(sheets: [[]]);
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        Assert.Single(document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>());
    }

    [Fact]
    public async Task Rows_are_written_as_they_come_and_none_is_kept()
    {
        await using var nowhere = new Nowhere();
        var seen = 0L;
        await using (var book = await XlsxFile.BeginAsync(nowhere, TestContext.Current.CancellationToken))
        {
            Assert.Equal(20_000, await book.AddAsync(Lines, Many(i => seen = Math.Max(seen, i % 5_000 == 4_999 ? nowhere.Written : 0)), TestContext.Current.CancellationToken));
        }

        Assert.InRange(seen, nowhere.Written / 2, nowhere.Written); // before the last row came, most was out already

        static async IAsyncEnumerable<Line> Many(Action<int> come)
        {
            for (var i = 0; i < 20_000; i++)
            {
                come(i);
                yield return Plain with { Title = $"{i} {Convert.ToHexString(Guid.NewGuid().ToByteArray())}" };
            }

            await Task.CompletedTask;
        }
    }

    private static async Task<byte[]> CsvAsync(params Line[] rows)
    {
        using var bytes = new MemoryStream();
        await CsvFile.WriteAsync(bytes, Lines, rows.ToAsyncEnumerable(), TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }

    private static async Task<MemoryStream> XlsxAsync(params Line[][] sheets)
    {
        var bytes = new MemoryStream();
        await using (var book = await XlsxFile.BeginAsync(bytes, TestContext.Current.CancellationToken))
        {
            foreach (var rows in sheets) await book.AddAsync(Lines, rows.ToAsyncEnumerable(), TestContext.Current.CancellationToken);
        }

        return bytes;
    }

    /// <summary>Like the response of a web server: it cannot seek.</summary>
    private sealed class Nowhere : Stream
    {
        internal long Written { get; private set; }
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => Written += count;
        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
