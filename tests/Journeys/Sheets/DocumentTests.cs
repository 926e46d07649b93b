using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Hotline.Agent.Blazor.Sheets;

namespace Hotline.Journeys.Sheets;

/// <summary>Word documents: read back by somebody else's reader.</summary>
public sealed class DocumentTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 1, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_document_is_valid_by_its_own_schema_and_holds_headings_tables_charts_and_who_made_it()
    {
        using var stream = new MemoryStream(await Written().BytesAsync(TestContext.Current.CancellationToken));
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Microsoft365).Validate(document, TestContext.Current.CancellationToken).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}"));
        var main = document.MainDocumentPart!;
        Assert.Equal("专报 <供水> & 排水", document.PackageProperties.Title);
        Assert.Equal(["专报 <供水> & 排水", "示例市", "概况", "本期受理 3 件"], main.Document.Body!.Elements<Paragraph>().Take(4).Select(p => p.InnerText));
        var table = Assert.Single(main.Document.Body.Elements<Table>());
        Assert.Equal(["指标", "本期", "受理", "3"], table.Descendants<TableCell>().Select(c => c.InnerText));
        Assert.Single(table.Descendants<TableHeader>());
        Assert.Contains("导出：值班长 5001 · 2026-11-22 09:30", main.FooterParts.Single().Footer.InnerText, StringComparison.Ordinal);
        Assert.Equal(2, main.ChartParts.Count());
    }

    [Fact]
    public async Task A_chart_says_every_label_and_number()
    {
        using var stream = new MemoryStream(await Written().BytesAsync(TestContext.Current.CancellationToken));
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        var texts = document.MainDocumentPart!.ChartParts.Select(c => c.ChartSpace.InnerText).ToList();
        Assert.Contains(texts, t => t.Contains("停水", StringComparison.Ordinal) && t.Contains("12.5", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.Contains("11-21", StringComparison.Ordinal));
    }

    private static DocxFile Written()
    {
        var file = new DocxFile("专报 <供水> & 排水", "导出：值班长 5001 · 2026-11-22 09:30", At);
        file.Title("示例市");
        file.Heading("概况");
        file.Paragraph("本期受理 3 件");
        file.Table([new("指标", 4), new("本期", 2, Number: true)], [["受理", "3"]]);
        file.Chart(new("按分类", ["停水", "积水"], "受理", [12.5, 1], Bars: true));
        file.Chart(new("走势", ["11-20", "11-21"], "受理", [1, 2], Bars: false));
        file.Soft("说明");
        return file;
    }
}
