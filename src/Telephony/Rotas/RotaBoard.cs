using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Rotas;

/// <summary>The aim a day is planned for (服务目标).</summary>
/// <param name="Share">GB/T 33358 asks for 0.95 of calls answered within 15 s.</param>
/// <param name="Handling">Of one call with its wrap-up; null: as the last four weeks had it.</param>
public sealed record RotaAim(double Share = 0.95, int WithinSeconds = 15, TimeSpan? Handling = null)
{
    /// <summary>天气标签 by day; null where nobody keeps them.</summary>
    public IReadOnlyDictionary<DateOnly, IReadOnlyList<string>>? Weather { get; init; }
}

/// <summary>One half hour of a day.</summary>
/// <param name="Planned">Seats planned to work, on average.</param>
/// <param name="Actual">Seats at work, on average; null where it is still to come.</param>
/// <param name="Expected">Calls by the forecast; null where there is no history.</param>
/// <param name="Came">Calls that asked for an agent; null where it is still to come.</param>
/// <param name="Needed">Seats by Erlang C for the expected calls.</param>
public sealed record RotaInterval(DateTimeOffset From, double Planned, double? Actual, double? Expected, double? Came, int? Needed);

/// <summary>A day: plan, presence, forecast (排班、在岗、预测).</summary>
/// <param name="Handling">平均处理时长 that was reckoned with; null: none is known.</param>
/// <param name="Error">WAPE of the forecast over the last four weeks (0.1 is 10 %); null where nothing could be judged.</param>
public sealed record RotaDay(
    DateOnly Day, IReadOnlyList<RotaInterval> Intervals, IReadOnlyList<RotaShift> Shifts, IReadOnlyList<Adherence> Agents, TimeSpan? Handling, double? Error, DayKind Kind)
{
    /// <summary>WAPE of the same days forecast as if they had no weather.</summary>
    public double? ErrorWithoutWeather { get; init; }

    /// <summary>By how much the day's weather raises or lowers it; 1 where it has no tag, or none that is known.</summary>
    public double WeatherFactor { get; init; } = 1;
}

/// <summary>排班、在岗与话务量预测 of a day, from the stored plan, the seats' history and the calls.</summary>
public sealed class RotaBoard
{
    private const int HistoryDays = 91;
    private const int JudgedDays = 28;
    private static readonly TimeSpan HalfHour = TimeSpan.FromMinutes(30);
    private readonly RotaBook _book;
    private readonly SeatHistory _seats;
    private readonly CallHistory _calls;
    private readonly LineDirectory _lines;
    private readonly TimeProvider _clock;

    internal RotaBoard(RotaBook book, SeatHistory seats, CallHistory calls, LineDirectory lines, TimeProvider clock) => (_book, _seats, _calls, _lines, _clock) = (book, seats, calls, lines, clock);

    /// <param name="zone">The city's.</param>
    public async Task<RotaDay> ReadAsync(DateOnly day, RotaAim aim, TimeZoneInfo zone, CancellationToken ct)
    {
        var (from, to, now) = (CallHistory.Midnight(day, zone), CallHistory.Midnight(day.AddDays(1), zone), _clock.GetUtcNow());
        var until = now < to ? now : to;
        var shifts = await _book.ReadAsync(agent: null, from, to, ct);
        var spans = from < until ? await _seats.ReadAsync(agent: null, from, until, ct) : [];
        var history = await _calls.ReadAsync(day.AddDays(-HistoryDays), HistoryDays + 1, zone, ct);
        var handling = aim.Handling ?? await _calls.HandlingAsync(from.AddDays(-JudgedDays), from, ct);
        var expected = CallForecast.Of(day, history, _lines.IsWorkday, aim.Weather);
        var came = history.FirstOrDefault(h => h.Day == day);
        var intervals = Enumerable.Range(0, CallForecast.Intervals).Select(i => Interval(i, from + (i * HalfHour)));
        var (before, judged) = ((IReadOnlyList<DayOfCalls>)[.. history.Where(h => h.Day < day)], day.AddDays(-JudgedDays));
        return new(day, [.. intervals], shifts, Agents(shifts, spans, from, until), handling, CallForecast.Error(before, judged, _lines.IsWorkday, aim.Weather), CallForecast.KindOf(day, _lines.IsWorkday))
        {
            ErrorWithoutWeather = CallForecast.Error(before, judged, _lines.IsWorkday), WeatherFactor = CallForecast.WeatherFactor(day, history, _lines.IsWorkday, aim.Weather),
        };

        RotaInterval Interval(int i, DateTimeOffset begin) => new(
            begin, RotaMath.Seats(RotaMath.Working(shifts), begin, begin + HalfHour), begin >= until ? null : RotaMath.Seats(AtWork(spans, until), begin, begin + HalfHour < until ? begin + HalfHour : until),
            expected?[i], begin >= until ? null : came?.Calls[i] ?? 0, expected is { } e && handling is { } h ? ErlangC.Seats(e[i], HalfHour, h, aim.Share, TimeSpan.FromSeconds(aim.WithinSeconds)) : null);
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> AtWork(IReadOnlyList<SeatSpan> spans, DateTimeOffset until) =>
        spans.Where(s => RotaMath.IsAtWork(s.State)).Select(s => (s.From, s.To ?? until));

    private static IReadOnlyList<Adherence> Agents(IReadOnlyList<RotaShift> shifts, IReadOnlyList<SeatSpan> spans, DateTimeOffset from, DateTimeOffset until) => until <= from ? [] :
    [
        .. shifts.Select(s => s.Agent).Concat(spans.Select(s => s.Agent)).Distinct().OrderBy(a => a.Value, StringComparer.Ordinal)
            .Select(a => RotaMath.Of(a, [.. shifts.Where(s => s.Agent == a)], [.. spans.Where(s => s.Agent == a)], from, until)),
    ];
}
