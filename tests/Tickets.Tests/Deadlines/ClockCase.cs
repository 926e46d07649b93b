using System.Diagnostics;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Tests.Deadlines;

/// <summary>
/// One random life of a clock, told to the rules and to the simulation alike: a calendar with holidays, make-up days and days of the
/// city's own, one to four intervals a day, a unit, a start rule; then pauses, resumes, extensions and changes of the rules; marks before
/// and after the end. The same seed is the same life.
/// </summary>
internal sealed class ClockCase
{
    private static readonly string[] Hours = ["09:00-12:00,13:30-17:30", "00:00-24:00", "08:30-11:30,14:00-17:00,21:15-24:00", "00:00-06:00,06:00-07:59,12:34-13:00,20:00-24:00", "08:00-18:00"];
    private static readonly LimitUnit[] Units = Enum.GetValues<LimitUnit>();
    private static readonly MarkRule[] Rules = [.. ((string[])["50%", "80%", "100%", "-240 minutes", "-4 working-hours", "-1 working-days", "-1 working-days opening", "-1 natural-days", "+90 minutes", "+2 working-hours", "+1 working-days opening", "+5 working-days"]).Select(MarkRule.Parse)];
    private static readonly HandlingRules Handling = new() { Cards = [.. Rules.Select(r => new CardRule(Card.Blue, r.Percent, r.Offset, r.Unit, Opening: r.Opening))] };
    private static readonly MinuteCalendar Always = new(null, new Dictionary<DateOnly, bool>());
    private static readonly List<List<NamedDay>> Cities = [.. Enumerable.Range(0, 3).Select(DaysOf)];
    private static readonly MinuteCalendar[,] Calendars = AllCalendars();
    private static readonly RequestFacts Facts = new(RequestType.Help, Channel.Phone, "停水", "停水", null, null, null, Urgency.Normal, false, true, null);

    private readonly Random _random;
    private long _now;
    private (int City, int Hours) _calendar;
    private int? _own;
    private CityRules _rules;
    private readonly SimulatedClock _expected;
    private Clock _clock;
    private bool _extended;
    private bool _otherUnit;

    private ClockCase(int seed)
    {
        _random = new Random(seed);
        _now = _random.NextInt64(900 * MinuteCalendar.Day) / 10_000 * 10_000; // whole milliseconds until the summer of 2026
        var row = NextRow();
        (_rules, _clock, _expected) = (RulesOf(row), null!, null!);
        var since = Stopwatch.GetTimestamp();
        _clock = _rules.Start(ClockName.Review, Facts, At(_now));
        Elapsed = Stopwatch.GetElapsedTime(since);
        _expected = new SimulatedClock(LimitOf(row), _now);
    }

    /// <summary>What one call took that computes a due time with its proof and marks.</summary>
    internal TimeSpan Elapsed { get; }

    /// <summary>Null when the rules and the simulation agree all along; else where they first do not.</summary>
    internal static string? Difference(int seed, out TimeSpan elapsed)
    {
        var life = new ClockCase(seed);
        elapsed = life.Elapsed;
        var story = "start";
        for (var steps = life._random.Next(6); ; steps--)
        {
            if (life.Compare() is { } differs) return $"seed {seed}, after {story}: {differs}";
            if (steps <= 0 && life._expected.Runs) return null;
            life._now += life._random.NextInt64(life._random.Next(3) == 0 ? 20 * MinuteCalendar.Day : 2 * MinuteCalendar.Day) / 10_000 * 10_000;
            if (life._expected.Runs && life._now >= life._expected.Due) return null;
            story += ", " + life.Step();
        }
    }

    private string Step() => _random.Next(4) switch
    {
        0 when _expected.Runs => Extend(),
        1 => Change(),
        _ => _expected.Runs ? Pause() : Resume(),
    };

    private string Pause()
    {
        _clock = _rules.Pause(_clock, At(_now));
        _expected.Pause(_now);
        return "pause";
    }

    private string Resume()
    {
        _clock = _rules.Resume(_clock, At(_now));
        _expected.Resume(_now);
        return "resume";
    }

    private string Extend()
    {
        var more = new Limit(_random.Next(1, 15), Units[_random.Next(Units.Length)]);
        (_extended, _otherUnit) = (true, _otherUnit || more.Unit != _clock.Limit.Unit);
        _clock = _rules.Extend(_clock, more, At(_now));
        _expected.Extend(more.Value, more.Unit, _now);
        return $"extension by {more.Value} {more.Unit}";
    }

    /// <summary>Days off and hours change, the limit too, or only one of them. A clock with an extension keeps its unit here.</summary>
    private string Change()
    {
        var (before, had, was) = (_rules, _clock.Extended?.Sum(m => m.Value) ?? 0, _expected.Limit);
        var row = _otherUnit || _random.Next(3) == 0 ? _rules.Profile.Limits[0] : NextRow(_extended ? was.Unit : null);
        if (ReferenceEquals(row, _rules.Profile.Limits[0])) _calendar = (_random.Next(Cities.Count), _random.Next(Hours.Length));
        _rules = RulesOf(row);
        var ticket = new Ticket(TicketNumber.Create(new DateOnly(2026, 1, 1), 1), Facts, new TicketState.AwaitingDispatch(), [_clock]);
        _clock = _rules.Reschedule(_clock, ticket, before, At(_now));
        var kept = _otherUnit ? was with { Working = LimitOf(row).Working } : LimitOf(row) with { Value = row.Value + had };
        _expected.Change(kept, _now);
        return $"change to {row.Value} {row.Unit} {row.CountedFrom} {row.Hours} {_calendar}";
    }

    private string? Compare()
    {
        if (!_expected.Runs) return _clock.PausedAt is null ? "it should stand still" : null;
        if (Of(_clock.DueAt) != _expected.Due) return $"due {_clock.DueAt:O}, expected {At(_expected.Due):O}";
        foreach (var mark in _clock.Marks)
            if (_expected.Mark(mark.Rule!) is var at && at != Of(mark.At)) return $"mark {mark.Rule} at {mark.At:O}, expected {(at is { } tick ? At(tick) : null):O}";
        return _clock.Counted.Any(i => i.To <= i.From) || _clock.Counted.Zip(_clock.Counted.Skip(1)).Any(p => p.First.To > p.Second.From) ? "counted intervals overlap" : null;
    }

    private ClockLimit NextRow(LimitUnit? unit = null)
    {
        _calendar = (_random.Next(Cities.Count), _random.Next(Hours.Length));
        _own = _random.Next(4) == 0 ? _random.Next(Hours.Length) : null;
        var which = unit ?? Units[_random.Next(Units.Length)];
        return new(ClockName.Review, _random.Next(1, which == LimitUnit.Minutes ? 20_000 : which == LimitUnit.WorkingHours ? 150 : 50), which)
        {
            CountedFrom = _random.Next(5) is > 0 and var count ? (DayCount)(count - 1) : null, Hours = _own is { } own ? Hours[own] : null,
        };
    }

    private CityRules RulesOf(ClockLimit row) => new(
        new CityProfile("市", "1", "Asia/Shanghai", Hours[_calendar.Hours], [], [], [], [], [row], new CityCounts(2, 24, 2, 3), Handling) { Days = Cities[_calendar.City] });

    private SimulatedLimit LimitOf(ClockLimit row) => new(row.Value, row.Unit, row.CountedFrom, Calendars[_calendar.City, _own ?? _calendar.Hours], Always);

    private static long Of(DateTimeOffset at) => MinuteCalendar.Of(at);

    private static DateTimeOffset At(long tick) => MinuteCalendar.Zero.AddTicks(tick).ToUniversalTime();

    private static MinuteCalendar[,] AllCalendars()
    {
        var all = new MinuteCalendar[Cities.Count, Hours.Length];
        for (var city = 0; city < Cities.Count; city++)
            for (var hours = 0; hours < Hours.Length; hours++) all[city, hours] = new(Hours[hours], Cities[city].ToDictionary(d => d.Day, d => d.Works));
        return all;
    }

    private static List<NamedDay> DaysOf(int city)
    {
        var random = new Random(city);
        return [.. Enumerable.Range(0, city * 30).Select(_ => new NamedDay(new DateOnly(2024, 1, 1).AddDays(random.Next(1200)), random.Next(2) == 0, "地方")).DistinctBy(d => d.Day)];
    }
}
