using System.Globalization;

namespace Hotline.Agent.Blazor.Sheets;

/// <summary>表格: what is written of each row, for CSV and Excel alike.</summary>
/// <param name="Name">Of the sheet and, without an ending, of the file.</param>
public sealed record Sheet<T>(string Name, IReadOnlyList<SheetColumn<T>> Columns);

/// <summary>One column (列).</summary>
/// <param name="Value">A string, a whole or decimal number, a DateOnly, a DateTimeOffset (written as the city's clocks show it), a bool or null.</param>
/// <param name="Width">In characters of Excel; a Chinese character takes two.</param>
public sealed record SheetColumn<T>(string Heading, Func<T, object?> Value, int Width = 16)
{
    /// <summary>A share from 0 to 1, shown as per cent.</summary>
    public bool Percent { get; init; }
}

/// <summary>What both formats share.</summary>
internal static class SheetValues
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>As the city's clocks show it.</summary>
    internal static DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).DateTime;

    internal static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Without what no file of text may hold, such as zero bytes out of an attachment's name.</summary>
    internal static string Clean(string text) => text.All(Fits) ? text : string.Concat(text.Where(Fits));

    private static bool Fits(char c) => c is '\t' or '\n' or '\r' or (>= ' ' and not '\uFFFE' and not '\uFFFF');
}
