using System.Globalization;
using System.Text;

namespace Hotline.Agent.Blazor.Sheets;

/// <summary>CSV by RFC 4180, in UTF-8 with the mark that Excel needs to read Chinese. Rows are written as they come.</summary>
internal static class CsvFile
{
    internal const string ContentType = "text/csv; charset=utf-8";

    /// <summary>Leaves the stream open.</summary>
    internal static async Task WriteAsync<T>(Stream to, Sheet<T> sheet, IAsyncEnumerable<T> rows, CancellationToken ct)
    {
        await using var text = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 1 << 16, leaveOpen: true);
        var line = new StringBuilder();
        await LineAsync(sheet.Columns.Select(c => (object?)c.Heading));
        await foreach (var row in rows.WithCancellation(ct)) await LineAsync(sheet.Columns.Select(c => c.Value(row)));
        await text.FlushAsync(ct);

        async Task LineAsync(IEnumerable<object?> values)
        {
            line.Clear().AppendJoin(',', values.Select(Field)).Append("\r\n");
            await text.WriteAsync(line, ct);
        }
    }

    internal static string Field(object? value) => value switch
    {
        null => "",
        string text => Quoted(Harmless(SheetValues.Clean(text))),
        DateTimeOffset at => SheetValues.Local(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool yes => yes ? "1" : "0",
        IFormattable number => SheetValues.Number(number),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType(), "No such kind of cell."),
    };

    /// <summary>A text that a spreadsheet would take for a formula is made plain by a leading apostrophe: what citizens write must not compute on a clerk's desk.</summary>
    private static string Harmless(string text) => text.TrimStart(' ') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? "'" + text : text;

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
