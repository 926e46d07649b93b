using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Hotline.Agent.Blazor.Administration.Imports;

/// <summary>The first sheet of an Excel workbook (ECMA-376) as a table of texts: days and moments as our own files write them, numbers without a format.</summary>
internal sealed partial class XlsxTable
{
    private const long LargestPart = 64_000_000;
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly DateTime Epoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly ZipArchive _zip;
    private readonly IReadOnlyList<string> _shared;
    private readonly IReadOnlyList<bool> _dates;
    private readonly bool _from1904;

    private XlsxTable(ZipArchive zip)
    {
        _zip = zip;
        _shared = [.. Part("xl/sharedStrings.xml")?.Elements(Main + "si").Select(Words) ?? []];
        _dates = Dates(Part("xl/styles.xml"));
        _from1904 = Workbook.Element(Main + "workbookPr")?.Attribute("date1904")?.Value is "1" or "true";
    }

    private XElement Workbook => Part("xl/workbook.xml") ?? throw new InvalidDataException("There is no workbook in the file.");

    internal static bool Is(byte[] bytes) => bytes is [(byte)'P', (byte)'K', 3, 4, ..];

    /// <exception cref="InvalidDataException">It is no workbook that can be read.</exception>
    internal static CsvTable Read(byte[] bytes)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes));
            return new XlsxTable(zip).Table();
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException)
        {
            throw new InvalidDataException("A part of the workbook cannot be read.", e);
        }
    }

    private CsvTable Table()
    {
        var id = Workbook.Element(Main + "sheets")?.Elements(Main + "sheet").FirstOrDefault()?.Attribute(Office + "id")?.Value;
        var target = Part("xl/_rels/workbook.xml.rels")?.Elements().FirstOrDefault(r => r.Attribute("Id")?.Value == id)?.Attribute("Target")?.Value ?? throw new InvalidDataException("There is no sheet in the file.");
        var sheet = Part(target.StartsWith('/') ? target[1..] : "xl/" + target) ?? throw new InvalidDataException("The sheet is missing.");
        var rows = new List<(int Line, IReadOnlyList<string> Cells)>();
        var line = 0;
        foreach (var row in sheet.Element(Main + "sheetData")?.Elements(Main + "row") ?? [])
        {
            line = (int?)row.Attribute("r") ?? line + 1;
            var cells = Cells(row);
            if (cells.Exists(c => c.Length > 0)) rows.Add((line, cells));
        }

        return rows.Count == 0 ? new([], []) : new(rows[0].Cells, [.. rows.Skip(1)]);
    }

    /// <summary>A cell without an address stands after the one before.</summary>
    private List<string> Cells(XElement row)
    {
        var cells = new List<string>();
        foreach (var cell in row.Elements(Main + "c"))
        {
            var at = cell.Attribute("r")?.Value is { } address ? ColumnOf(address) : cells.Count;
            if (at > 500) throw new InvalidDataException("The sheet has too many columns.");
            while (cells.Count < at) cells.Add("");
            cells.Add(Text(cell).Trim());
        }

        return cells;
    }

    private string Text(XElement cell)
    {
        var value = cell.Element(Main + "v")?.Value;
        return cell.Attribute("t")?.Value switch
        {
            "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < _shared.Count ? _shared[at] : "",
            "inlineStr" => cell.Element(Main + "is") is { } words ? Words(words) : "",
            "str" or "b" or "e" or "d" => value ?? "",
            _ when value is null => "",
            _ => Number(double.Parse(value, CultureInfo.InvariantCulture), (int?)cell.Attribute("s") is { } style && style < _dates.Count && _dates[style]),
        };
    }

    private string Number(double number, bool date)
    {
        if (!date) return number.ToString("0.###############", CultureInfo.InvariantCulture);
        var at = Epoch.AddSeconds(Math.Round((number + (_from1904 ? 1462 : 0)) * 86400));
        return at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private XElement? Part(string name)
    {
        if (_zip.GetEntry(name) is not { } entry) return null;
        if (entry.Length > LargestPart) throw new InvalidDataException("A part of the workbook is too large.");
        using var part = entry.Open();
        using var xml = XmlReader.Create(part, new() { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = LargestPart });
        return XDocument.Load(xml).Root;
    }

    /// <summary>Of runs too, without what is written above characters to tell how they are read.</summary>
    private static string Words(XElement text) => string.Concat(text.Descendants(Main + "t").Where(t => t.Parent?.Name != Main + "rPh").Select(t => t.Value));

    /// <summary>Which formats of cells show days or times: those that Excel knows by number, and the file's own with years, days or hours in them.</summary>
    private static IReadOnlyList<bool> Dates(XElement? styles)
    {
        var own = styles?.Element(Main + "numFmts")?.Elements(Main + "numFmt").ToDictionary(f => (int)f.Attribute("numFmtId")!, f => DateCode().IsMatch(Quoted().Replace(f.Attribute("formatCode")?.Value ?? "", ""))) ?? [];
        return [.. styles?.Element(Main + "cellXfs")?.Elements(Main + "xf").Select(x => (int?)x.Attribute("numFmtId") ?? 0).Select(id => own.TryGetValue(id, out var date) ? date : id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58)) ?? []];
    }

    /// <summary>C7 is the third: 2.</summary>
    private static int ColumnOf(string address) => address.TakeWhile(char.IsAsciiLetter).Aggregate(0, (column, letter) => (column * 26) + char.ToUpperInvariant(letter) - 'A' + 1) - 1;

    [GeneratedRegex("[yYdDhH年月日]", RegexOptions.None, 1000)]
    private static partial Regex DateCode();

    [GeneratedRegex("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.", RegexOptions.None, 1000)]
    private static partial Regex Quoted();
}
