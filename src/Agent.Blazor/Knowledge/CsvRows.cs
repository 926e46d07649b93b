using System.Text;

namespace Hotline.Agent.Blazor.Knowledge;

/// <summary>The rows of a CSV file (RFC 4180): fields in quotation marks may hold commas, line ends and doubled quotation marks. Pure.</summary>
internal static class CsvRows
{
    /// <exception cref="InvalidDataException">A quotation mark is not closed.</exception>
    internal static IReadOnlyList<IReadOnlyList<string>> Of(string csv)
    {
        var (rows, row, field, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        var text = csv.TrimStart('\uFEFF');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') { field.Append('"'); i++; }
            else if (c == '"' && (quoted || field.Length == 0)) quoted = !quoted;
            else if (quoted || c is not (',' or '\n' or '\r')) field.Append(c);
            else if (c == ',') Close();
            else if (c == '\n') End();
        }

        if (quoted) throw new InvalidDataException("open quotation mark");
        if (field.Length > 0 || row.Count > 0) End();
        return rows;

        void Close()
        {
            row.Add(field.ToString());
            field.Clear();
        }

        void End()
        {
            Close();
            rows.Add(row);
            row = [];
        }
    }
}
