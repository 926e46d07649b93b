using System.Globalization;

namespace Hotline.Agent.Blazor.Sheets;

/// <summary>The parts of a Word document around its body: types, relations, styles, footer, properties.</summary>
internal static class DocxParts
{
    private const string Head = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Format = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    private const string Drawings = "http://schemas.openxmlformats.org/drawingml/2006";

    /// <summary>Sizes in half points: 宋体 for text, 黑体 for what stands above it.</summary>
    private static readonly string Styles =
        $"""{Head}<w:styles xmlns:w="{Main}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="22"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="320" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>"""
        + Style("Normal", "Normal", "", "", normal: true)
        + Style("Title", "Title", "<w:spacing w:before=\"240\" w:after=\"120\"/><w:jc w:val=\"center\"/>", "<w:rFonts w:eastAsia=\"黑体\"/><w:b/><w:color w:val=\"B01E1E\"/><w:sz w:val=\"44\"/>")
        + Style("Subtitle", "Subtitle", "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"6\" w:color=\"B01E1E\"/></w:pBdr><w:spacing w:after=\"240\"/><w:jc w:val=\"center\"/>", "<w:color w:val=\"595959\"/>")
        + Style("Heading1", "heading 1", "<w:keepNext/><w:spacing w:before=\"280\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>", "<w:rFonts w:eastAsia=\"黑体\"/><w:b/><w:sz w:val=\"28\"/>")
        + Style("Soft", "Soft", "", "<w:color w:val=\"595959\"/><w:sz w:val=\"18\"/>")
        + Style("Cell", "Cell", "<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>", "<w:sz w:val=\"18\"/>")
        + Style("CellHead", "Cell head", "<w:keepNext/><w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>", "<w:b/><w:sz w:val=\"18\"/>")
        + Style("Footer", "footer", "<w:jc w:val=\"center\"/>", "<w:color w:val=\"7F7F7F\"/><w:sz w:val=\"16\"/>") + "</w:styles>";

    internal static IEnumerable<(string Name, string Xml)> Of(string title, string footer, DateTimeOffset made, string body, IReadOnlyList<DocxChart> charts)
    {
        yield return ("[Content_Types].xml",
            $"""{Head}<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{Format}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{Format}.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="{Format}.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{All(charts, n => $"<Override PartName=\"/word/charts/chart{n}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>")}</Types>""");
        yield return ("_rels/.rels", $"""{Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="{Package}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>""");
        yield return ("word/document.xml",
            $"""{Head}<w:document xmlns:w="{Main}" xmlns:r="{Office}" xmlns:wp="{Drawings}/wordprocessingDrawing" xmlns:a="{Drawings}/main" xmlns:c="{Drawings}/chart"><w:body>{body}<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>""");
        yield return ("word/_rels/document.xml.rels",
            $"""{Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="rIdStyles" Type="{Office}/styles" Target="styles.xml"/><Relationship Id="rIdFooter" Type="{Office}/footer" Target="footer1.xml"/>{All(charts, n => $"<Relationship Id=\"rIdChart{n}\" Type=\"{Office}/chart\" Target=\"charts/chart{n}.xml\"/>")}</Relationships>""");
        yield return ("word/styles.xml", Styles);
        yield return ("word/footer1.xml",
            $"""{Head}<w:ftr xmlns:w="{Main}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">{DocxFile.Safe(footer)} · </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t>/</w:t></w:r><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>""");
        yield return ("docProps/core.xml",
            $"""{Head}<cp:coreProperties xmlns:cp="{Package}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{DocxFile.Safe(title)}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">{made.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}</dcterms:created></cp:coreProperties>""");
        foreach (var (chart, at) in charts.Select((c, i) => (c, i + 1))) yield return (string.Create(CultureInfo.InvariantCulture, $"word/charts/chart{at}.xml"), chart.Xml);
    }

    /// <summary>Where a chart stands in the text; high enough for all its bars. Lengths in EMU, 360,000 a centimetre.</summary>
    internal static string Drawing(DocxChart chart, int number)
    {
        var high = chart.Bars ? 700_000 + (chart.Labels.Count * 260_000) : 2_300_000;
        return string.Create(CultureInfo.InvariantCulture,
            $"<w:p><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"6100000\" cy=\"{high}\"/><wp:docPr id=\"{number}\" name=\"Chart {number}\" descr=\"{DocxFile.Safe(chart.Title)}\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"{Drawings}/chart\"><c:chart r:id=\"rIdChart{number}\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>");
    }

    private static string Style(string id, string name, string paragraph, string run, bool normal = false) =>
        $"<w:style w:type=\"paragraph\"{(normal ? " w:default=\"1\"" : "")} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{(normal ? "" : "<w:basedOn w:val=\"Normal\"/>")}<w:qFormat/>{(paragraph.Length == 0 ? "" : $"<w:pPr>{paragraph}</w:pPr>")}{(run.Length == 0 ? "" : $"<w:rPr>{run}</w:rPr>")}</w:style>";

    private static string All(IReadOnlyList<DocxChart> charts, Func<string, string> each) => string.Concat(Enumerable.Range(1, charts.Count).Select(n => each(n.ToString(CultureInfo.InvariantCulture))));
}
