using System.Globalization;
using System.Security;

namespace Hotline.Agent.Blazor.Sheets;

/// <summary>The parts of a workbook that are the same for every one: types, relations, styles, the frame of a sheet.</summary>
internal static class XlsxParts
{
    internal const int HeadStyle = 1, TextStyle = 2, TimeStyle = 3, DayStyle = 4, PercentStyle = 5;

    private const string Head = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Format = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    private const string Styles =
        $"""
        {Head}<styleSheet xmlns="{Main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd"/></numFmts>
        <fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts>
        <fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE9EFF7"/></patternFill></fill></fills>
        <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        <cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>
        <xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>
        """;

    /// <summary>Everything beside the sheets themselves, by name.</summary>
    internal static IEnumerable<(string Name, string Xml)> Of(IReadOnlyList<string> sheets)
    {
        var numbers = Enumerable.Range(1, sheets.Count).ToList();
        yield return ("[Content_Types].xml",
            $"""
            {Head}<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>
            <Override PartName="/xl/workbook.xml" ContentType="{Format}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{Format}.styles+xml"/>{All(numbers, n => $"<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{Format}.worksheet+xml\"/>")}</Types>
            """);
        yield return ("_rels/.rels", $"""{Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        yield return ("xl/workbook.xml", $"""{Head}<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets>{All(numbers, n => $"<sheet name=\"{SecurityElement.Escape(sheets[n - 1])}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>")}</sheets></workbook>""");
        yield return ("xl/_rels/workbook.xml.rels",
            $"""{Head}<Relationships xmlns="{Package}/relationships">{All(numbers, n => $"<Relationship Id=\"rId{n}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>")}<Relationship Id="rIdStyles" Type="{Office}/styles" Target="styles.xml"/></Relationships>""");
        yield return ("xl/styles.xml", Styles);
    }

    /// <summary>Up to the first row; the heading stays in sight.</summary>
    internal static string SheetHead(IEnumerable<int> widths) =>
        $"""{Head}<worksheet xmlns="{Main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{string.Concat(widths.Select((w, i) => string.Create(CultureInfo.InvariantCulture, $"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{w}\" customWidth=\"1\"/>")))}</cols><sheetData>""";

    private static string All(List<int> numbers, Func<int, FormattableString> one) => string.Concat(numbers.Select(n => one(n).ToString(CultureInfo.InvariantCulture)));
}
