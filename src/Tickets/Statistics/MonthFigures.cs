using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Hotline.Tickets.Statistics;

/// <summary>One value of a closed month.</summary>
/// <param name="Chosen">It is the city's own variant.</param>
/// <param name="Key">Of the dimension; null where it is not known, or for the whole city.</param>
/// <param name="Struck">What the cases excluded by decision would add to the numerator.</param>
public sealed record MonthFigure(string Kpi, string Variant, bool Chosen, KpiDimension? By, string? Key, KpiCases Cases, decimal Numerator, decimal Struck)
{
    internal (string, string, KpiDimension?, string?) Name => (Kpi, Variant, By, Key);
}

/// <summary>One value of the month's calls, as telephony counted it.</summary>
/// <param name="Line">Null for all lines.</param>
/// <param name="Numerator">Calls or seconds.</param>
public sealed record CallMonthFigure(string Kpi, string Variant, string? Line, long Asked, long Counted, long Excluded, long Pending, decimal Numerator)
{
    internal (string, string, string?) Name => (Kpi, Variant, Line);
}

/// <summary>Telephony, where one is connected: its figures are frozen with the month of the tickets.</summary>
public interface ICallMonth
{
    /// <summary>Every indicator that has a number, in every variant, for calls from that moment until before the other.</summary>
    Task<IReadOnlyList<CallMonthFigure>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct);
}

/// <summary>What was frozen: the text of it is what is hashed.</summary>
public sealed record MonthBody(DateOnly Month, DateTimeOffset AsOf, string RulesVersion, IReadOnlyList<MonthFigure> Figures)
{
    /// <summary>话务指标 of the month, by line too; hashed like the figures. Null where no telephony was connected when it was frozen.</summary>
    public IReadOnlyList<CallMonthFigure>? Calls { get; init; }

    /// <summary>What is not frozen with it, and why, in Chinese; hashed like the figures. Null in months frozen before it was told.</summary>
    public IReadOnlyList<string>? LeftOut { get; init; }
}

/// <summary>A value that is no longer as it was frozen.</summary>
/// <param name="Was">Null where there was none.</param>
public sealed record MonthChange(MonthFigure? Was, MonthFigure? Now);

/// <summary>A value of the calls that is no longer as it was frozen, such as after calls of a node that was away have come in.</summary>
/// <param name="Was">Null where there was none.</param>
public sealed record CallMonthChange(CallMonthFigure? Was, CallMonthFigure? Now);

/// <summary>A ticket that made a difference: its part and weight then and now; null where it was not counted.</summary>
public sealed record MonthTicket(string Kpi, Guid Ticket, int No, string? Was, string? Now);

/// <summary>勘误: always against the frozen values.</summary>
public sealed record ErratumBody(DateOnly Month, DateTimeOffset AsOf, IReadOnlyList<MonthChange> Changes, IReadOnlyList<MonthTicket> Tickets)
{
    /// <summary>话务指标; null where none has changed.</summary>
    public IReadOnlyList<CallMonthChange>? Calls { get; init; }
}

/// <summary>The cases behind a month's chosen variants, kept to tell later which tickets made a difference: a compressed line for each.</summary>
internal static class MonthCases
{
    internal static byte[] Pack(IReadOnlyDictionary<(string Kpi, Guid Ticket, int No), string> cases)
    {
        using var bytes = new MemoryStream();
        using (var text = new StreamWriter(new BrotliStream(bytes, CompressionLevel.Fastest), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
        {
            foreach (var ((kpi, ticket, no), said) in cases) text.Write(string.Create(CultureInfo.InvariantCulture, $"{kpi}\t{ticket:N}\t{no}\t{said}\n"));
        }

        return bytes.ToArray();
    }

    internal static Dictionary<(string Kpi, Guid Ticket, int No), string> Unpack(byte[] packed)
    {
        using var text = new StreamReader(new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress));
        var cases = new Dictionary<(string, Guid, int), string>();
        while (text.ReadLine() is { } line)
        {
            var parts = line.Split('\t', 4);
            cases.Add((parts[0], Guid.ParseExact(parts[1], "N"), int.Parse(parts[2], CultureInfo.InvariantCulture)), parts[3]);
        }

        return cases;
    }

    /// <summary>Such as "denominator 1 water".</summary>
    internal static string Said(KpiCase c) => string.Create(CultureInfo.InvariantCulture, $"{c.Part.Code()} {c.Score:0.######} {c.Unit}").TrimEnd();
}
