using System.Text;

namespace Hotline.Agent.Blazor.Administration.Imports;

/// <summary>A table as it was read, of a CSV: comma, semicolon or tab between, quotes after RFC 4180.</summary>
/// <param name="Rows">Each with the line it begins on, from 1; empty lines are left out.</param>
internal sealed record CsvTable(IReadOnlyList<string> Header, IReadOnlyList<(int Line, IReadOnlyList<string> Cells)> Rows)
{
    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>UTF-8, or GB 18030 as Excel in China saves it.</summary>
    internal static string Decode(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetString(bytes);
        }
    }

    /// <exception cref="InvalidDataException">It is no text: an older workbook, a picture.</exception>
    internal static CsvTable Read(string text)
    {
        if (text.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n'))) throw new InvalidDataException("The file is no text.");
        var first = text.Split('\n', 2)[0];
        var between = new[] { ',', ';', '\t' }.MaxBy(c => first.Count(x => x == c));
        var (rows, row, cell) = (new List<(int, IReadOnlyList<string>)>(), new List<string>(), new StringBuilder());
        var (quoted, line, begun) = (false, 1, 1);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') line++;
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
            else if (c == '"' && (quoted || cell.Length == 0)) quoted = !quoted;
            else if (quoted) cell.Append(c);
            else if (c == between) Cell();
            else if (c == '\n') Row();
            else if (c != '\r') cell.Append(c);
        }

        Row();
        return rows.Count == 0 ? new([], []) : new(rows[0].Item2, [.. rows.Skip(1)]);

        void Cell()
        {
            row.Add(Plain(cell.ToString().Trim()));
            cell.Clear();
        }

        void Row()
        {
            Cell();
            if (row.Exists(x => x.Length > 0)) rows.Add((begun, row));
            (row, begun) = ([], line);
        }
    }

    /// <summary>Without the apostrophe that our own export puts before what a spreadsheet would compute.</summary>
    private static string Plain(string cell) => cell is ['\'', '=' or '+' or '-' or '@', ..] ? cell[1..] : cell;
}
