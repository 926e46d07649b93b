namespace Hotline.Telephony.Rotas;

/// <summary>What a day of the calendar is like for callers (日型).</summary>
public enum DayKind
{
    /// <summary>工作日</summary>
    Working,
    /// <summary>周末</summary>
    Weekend,
    /// <summary>法定节假日: a Monday to Friday without work.</summary>
    Holiday,
}

/// <summary>The calls that asked for an agent on one day, by half hour.</summary>
/// <param name="Calls">48 numbers, from midnight of the city on.</param>
public sealed record DayOfCalls(DateOnly Day, IReadOnlyList<double> Calls);

/// <summary>
/// 话务量预测 by half hour, simple enough to be checked by hand: the mean of the last six days like it. Like a working Tuesday are working Tuesdays;
/// a Saturday or Sunday that is worked is like all working days; a holiday is like earlier holidays and, where there was none, like Sundays.
/// Where the last two weeks had more or fewer calls than this would have said, the day is raised or lowered by as much (half to twice).
/// A day with a weather tag (暴雨) is raised or lowered as the last six days with it were, two at least; such days are left out of the means of others. Pure.
/// </summary>
public static class CallForecast
{
    public const int Intervals = 48;
    private const int Alike = 6;
    private const int RecentDays = 14;
    private const int FewestTagged = 2;

    /// <summary>Working days come from the city's calendar, which knows made-up workdays (调休).</summary>
    public static DayKind KindOf(DateOnly day, Func<DateOnly, bool> isWorkday) => isWorkday(day) ? DayKind.Working
        : day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? DayKind.Weekend : DayKind.Holiday;

    /// <param name="history">Any days before; the day itself and later ones are not looked at.</param>
    /// <param name="weather">天气标签 by day; null for none.</param>
    /// <returns>48 numbers of calls; null where no day like it is known.</returns>
    public static IReadOnlyList<double>? Of(
        DateOnly day, IReadOnlyList<DayOfCalls> history, Func<DateOnly, bool> isWorkday, IReadOnlyDictionary<DateOnly, IReadOnlyList<string>>? weather = null)
    {
        var known = new Known(isWorkday, weather ?? new Dictionary<DateOnly, IReadOnlyList<string>>());
        var before = Before(day, history);
        if (Plain(day, before, known) is not { } plain) return null;
        var factor = Factor(day, before, known);
        return [.. plain.Select(m => m * factor)];
    }

    /// <summary>By how much the weather of a day raises or lowers it; of several tags the one that moves it most. 1 where none is known from two days or more.</summary>
    public static double WeatherFactor(DateOnly day, IReadOnlyList<DayOfCalls> history, Func<DateOnly, bool> isWorkday, IReadOnlyDictionary<DateOnly, IReadOnlyList<string>>? weather) =>
        weather is null ? 1 : Factor(day, Before(day, history), new(isWorkday, weather));

    /// <summary>WAPE: how far forecasts were off, as a share of the calls that came (0.1 is 10 %); each day is forecast from the days before it only.</summary>
    /// <param name="from">The first day judged.</param>
    /// <returns>Null where nothing could be judged.</returns>
    public static double? Error(
        IReadOnlyList<DayOfCalls> history, DateOnly from, Func<DateOnly, bool> isWorkday, IReadOnlyDictionary<DateOnly, IReadOnlyList<string>>? weather = null)
    {
        var (off, came) = (0.0, 0.0);
        foreach (var day in history.Where(h => h.Day >= from))
        {
            if (Of(day.Day, history, isWorkday, weather) is not { } said) continue;
            off += said.Zip(day.Calls, (s, c) => Math.Abs(s - c)).Sum();
            came += day.Calls.Sum();
        }

        return came > 0 ? off / came : null;
    }

    private readonly record struct Known(Func<DateOnly, bool> IsWorkday, IReadOnlyDictionary<DateOnly, IReadOnlyList<string>> Weather)
    {
        internal IReadOnlyList<string> Tags(DateOnly day) => Weather.GetValueOrDefault(day) ?? [];
    }

    /// <summary>The newest first.</summary>
    private static List<DayOfCalls> Before(DateOnly day, IEnumerable<DayOfCalls> history) => [.. history.Where(h => h.Day < day).OrderByDescending(h => h.Day)];

    /// <summary>As if the day had no weather.</summary>
    private static List<double>? Plain(DateOnly day, List<DayOfCalls> before, Known known)
    {
        if (Mean(day, before, known) is not { } mean) return null;
        var level = Level(before, known);
        return [.. mean.Select(m => m * level)];
    }

    private static double Factor(DateOnly day, List<DayOfCalls> before, Known known) =>
        known.Tags(day).Select(tag => Factor(tag, before, known)).Append(1).MaxBy(f => Math.Abs(Math.Log(f)));

    private static double Factor(string tag, List<DayOfCalls> before, Known known)
    {
        var (came, said, days) = (0.0, 0.0, 0);
        foreach (var (like, i) in before.Select((d, i) => (d, i)).Where(x => known.Tags(x.d.Day).Contains(tag)).Take(Alike))
        {
            if (Plain(like.Day, before[(i + 1)..], known) is not { } plain) continue;
            (came, said, days) = (came + like.Calls.Sum(), said + plain.Sum(), days + 1);
        }

        return days >= FewestTagged && came > 0 && said > 0 ? Math.Clamp(came / said, 0.3, 3) : 1;
    }

    /// <summary>Of days without weather, where there are any like it.</summary>
    private static List<double>? Mean(DateOnly day, List<DayOfCalls> before, Known known)
    {
        var plain = known.Weather.Count == 0 ? before : [.. before.Where(h => known.Tags(h.Day).Count == 0)];
        return MeanOf(day, plain, known.IsWorkday) ?? (plain.Count < before.Count ? MeanOf(day, before, known.IsWorkday) : null);
    }

    private static List<double>? MeanOf(DateOnly day, List<DayOfCalls> before, Func<DateOnly, bool> isWorkday)
    {
        var kind = KindOf(day, isWorkday);
        var like = before.Where(h => KindOf(h.Day, isWorkday) == kind && (kind == DayKind.Holiday || IsMadeUp(day, kind) || h.Day.DayOfWeek == day.DayOfWeek)).Take(Alike).ToList();
        if (like.Count == 0 && kind == DayKind.Holiday) like = [.. before.Where(h => h.Day.DayOfWeek == DayOfWeek.Sunday && KindOf(h.Day, isWorkday) == DayKind.Weekend).Take(Alike)];
        if (like.Count == 0) like = [.. before.Where(h => KindOf(h.Day, isWorkday) == kind).Take(Alike)];
        return like.Count == 0 ? null : [.. Enumerable.Range(0, Intervals).Select(i => like.Average(h => h.Calls[i]))];
    }

    private static bool IsMadeUp(DateOnly day, DayKind kind) => kind == DayKind.Working && day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    /// <summary>水平系数: what came in the last two weeks, over what the means would have said.</summary>
    private static double Level(List<DayOfCalls> before, Known known)
    {
        var (came, said) = (0.0, 0.0);
        for (var i = 0; i < Math.Min(RecentDays, before.Count); i++)
        {
            if (known.Tags(before[i].Day).Count > 0 || Mean(before[i].Day, before[(i + 1)..], known) is not { } mean) continue;
            (came, said) = (came + before[i].Calls.Sum(), said + mean.Sum());
        }

        return came > 0 && said > 0 ? Math.Clamp(came / said, 0.5, 2) : 1;
    }
}
