using System.Globalization;

namespace Hotline.Agent.Blazor.Sheets;

/// <summary>A chart in Word that Word itself draws (DrawingML): bars that lie, or lines over time. Its numbers stand in the file; there is no workbook behind.</summary>
/// <param name="Labels">One for each number.</param>
internal sealed record DocxChart(string Title, IReadOnlyList<string> Labels, string Name, IReadOnlyList<double> Values, bool Bars)
{
    private const string Colour = "<a:srgbClr val=\"1F5FA8\"/>";

    internal string Xml =>
        $"""
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:roundedCorners val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1100" b="0"/></a:pPr><a:r><a:rPr lang="zh-CN" sz="1100" b="0"/><a:t>{DocxFile.Safe(Title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>{(Bars ? BarPlot : LinePlot)}{Axes}</c:plotArea><c:plotVisOnly val="1"/></c:chart></c:chartSpace>
        """;

    private string BarPlot =>
        $"<c:barChart><c:barDir val=\"bar\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/><c:ser>{Head}<c:spPr><a:solidFill>{Colour}</a:solidFill></c:spPr><c:invertIfNegative val=\"0\"/>{Shown}{Numbers}</c:ser><c:gapWidth val=\"60\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>";

    private string LinePlot =>
        $"<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/><c:ser>{Head}<c:spPr><a:ln w=\"25400\"><a:solidFill>{Colour}</a:solidFill></a:ln></c:spPr><c:marker><c:symbol val=\"circle\"/><c:size val=\"5\"/></c:marker>{Numbers}<c:smooth val=\"0\"/></c:ser><c:marker val=\"1\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:lineChart>";

    private string Head => $"<c:idx val=\"0\"/><c:order val=\"0\"/><c:tx><c:v>{DocxFile.Safe(Name)}</c:v></c:tx>";

    /// <summary>The number beside each bar.</summary>
    private static string Shown => "<c:dLbls><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>";

    private string Numbers =>
        $"<c:cat><c:strLit>{Points(Labels.Select(DocxFile.Safe))}</c:strLit></c:cat><c:val><c:numLit><c:formatCode>General</c:formatCode>{Points(Values.Select(v => v.ToString(CultureInfo.InvariantCulture)))}</c:numLit></c:val>";

    /// <summary>Of lying bars the first stands on top.</summary>
    private string Axes =>
        $"<c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"{(Bars ? "maxMin" : "minMax")}\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"{(Bars ? "l" : "b")}\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/></c:catAx>"
        + $"<c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/><c:min val=\"0\"/></c:scaling><c:delete val=\"{(Bars ? 1 : 0)}\"/><c:axPos val=\"{(Bars ? "t" : "l")}\"/>{(Bars ? "" : "<c:majorGridlines><c:spPr><a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"D9D9D9\"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>")}<c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"1\"/><c:crosses val=\"autoZero\"/></c:valAx>";

    private static string Points(IEnumerable<string> values)
    {
        var all = values.ToList();
        return string.Create(CultureInfo.InvariantCulture, $"<c:ptCount val=\"{all.Count}\"/>{string.Concat(all.Select((v, i) => string.Create(CultureInfo.InvariantCulture, $"<c:pt idx=\"{i}\"><c:v>{v}</c:v></c:pt>")))}");
    }
}
