using System.Globalization;
using Hotline.Agent.Blazor.Accounts;
using Hotline.Agent.Blazor.Casework;
using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Language;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Rotas;
using Hotline.Tickets.City;
using Hotline.Tickets.Feed;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Rota;

/// <summary>排班、在岗与话务量预测 of one day of the city.</summary>
public sealed partial class RotaPage : StaffPage
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>As far back as the forecast looks.</summary>
    private const int WeatherDays = 91;

    private DateOnly _day;
    private RotaDay? _rota;
    private IReadOnlyList<RotaSwap> _swaps = [];
    private IReadOnlyList<AccountLine> _agents = [];
    private IReadOnlyList<string> _labels = [];
    private IReadOnlyList<ChartSeries> _seats = [];
    private IReadOnlyList<ChartSeries> _calls = [];
    private IReadOnlyDictionary<DateOnly, IReadOnlyList<string>> _weather = new Dictionary<DateOnly, IReadOnlyList<string>>();
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>();
    private string? _notice;
    private string? _done;
    private string _agent = "";
    private TimeOnly _from = new(8, 0);
    private TimeOnly _to = new(16, 0);
    private RotaActivity _activity;
    private int _days = 1;

    [SupplyParameterFromQuery] public string? Day { get; set; }
    [SupplyParameterFromQuery] public int? Share { get; set; }
    [SupplyParameterFromQuery] public int? Within { get; set; }
    [SupplyParameterFromQuery] public int? Handling { get; set; }

    [Inject] private RotaBoard Board { get; set; } = default!;
    [Inject] private RotaBook Book { get; set; } = default!;
    [Inject] private AccountStore Accounts { get; set; } = default!;
    [Inject] private DayWeather Weather { get; set; } = default!;
    [Inject] private CityRules Rules { get; set; } = default!;

    private int SharePercent => Math.Clamp(Share ?? 95, 50, 99);

    private IReadOnlyList<string> Tags => _weather.GetValueOrDefault(_day) ?? [];

    private AgentId By => new(Me.Id);

    /// <summary>Half hours to come with fewer planned than needed.</summary>
    private IReadOnlyList<RotaInterval> Short => [.. _rota!.Intervals.Where(i => i.Actual is null && i.Needed > i.Planned)];

    protected override bool Concerns(TicketChange change) => false;

    protected override async Task OnParametersSetAsync()
    {
        if (_rota is not null && Wanted != _day) await ReloadAsync();
    }

    protected override async Task ReloadAsync()
    {
        try
        {
            _day = Wanted;
            _weather = await Weather.ReadAsync(_day.AddDays(-WeatherDays), _day.AddDays(14), Leaving);
            var aim = new RotaAim(SharePercent / 100.0, Math.Clamp(Within ?? 15, 0, 300), Handling is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 10, 3600)) : null) { Weather = _weather };
            var rota = await Board.ReadAsync(_day, aim, Zone, Leaving);
            _swaps = await Book.SwapsAsync(agent: null, Rules.StartOf(_day), Leaving);
            _agents = [.. (await Accounts.AllAsync(Leaving)).Where(a => a.Account.Role == Roles.Agent)];
            _names = _agents.ToDictionary(a => a.Account.Name, a => a.Account.DisplayName, StringComparer.Ordinal);
            Draw(rota);
            _rota = rota;
        }
        catch (Npgsql.NpgsqlException)
        {
            _notice = T["away"];
        }
    }

    private DateOnly Wanted => DateSpan.Read(Day) is { Year: > 2000 and < 2200 } day ? day : Rules.DayOf(Clock.GetUtcNow());

    private void Draw(RotaDay rota)
    {
        _labels = [.. rota.Intervals.Select(i => i.From.CityLocal().ToString("HH:mm", CultureInfo.InvariantCulture))];
        _seats = [new(T["planned"], [.. rota.Intervals.Select(i => (double?)i.Planned)]), new(T["present"], [.. rota.Intervals.Select(i => i.Actual)]), new(T["needed"], [.. rota.Intervals.Select(i => (double?)i.Needed)], Dashed: true)];
        _calls = [new(T["expected"], [.. rota.Intervals.Select(i => i.Expected)]), new(T["came"], [.. rota.Intervals.Select(i => i.Came)])];
    }

    /// <summary>The same shift on several days in a row; a day that cannot take it is named, the others have it.</summary>
    private Task AddAsync() => DoAsync(async () =>
    {
        if (_agents.All(a => a.Account.Name != _agent.Trim())) return new("unknown-agent", T["unknown", _agent], T["unknown", _agent]);
        List<(DateOnly Day, CallRefusal Why)> refused = [];
        var days = Math.Clamp(_days, 1, 31);
        for (var day = _day; day < _day.AddDays(days); day = day.AddDays(1))
        {
            var (from, to) = (day.ToDateTime(_from).FromCity(), day.ToDateTime(_to).FromCity());
            if (to <= from) to = to.AddDays(1); // over midnight
            if (await Book.AddAsync(new(_agent.Trim()), from, to, _activity, By, CancellationToken.None) is { } why) refused.Add((day, why));
        }

        _done = refused.Count == days ? null : T["added", _agent.Trim(), days - refused.Count].Value;
        return refused.Count == 0 ? null : days == 1 ? refused[0].Why : Several(refused);
    });

    private static CallRefusal Several(List<(DateOnly Day, CallRefusal Why)> refused) => new(
        refused[0].Why.Code, string.Join('；', refused.Select(r => $"{r.Day:M月d日} {r.Why.Chinese}")), string.Join("; ", refused.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Day:d MMM}: {r.Why.English}"))));

    private Task RemoveAsync(RotaShift shift) => DoAsync(async () =>
    {
        await Book.RemoveAsync(shift.Id, CancellationToken.None);
        return null;
    });

    private Task RepeatAsync() => DoAsync(async () =>
    {
        _done = T["repeated", await Book.RepeatAsync(Rules.StartOf(_day.AddDays(-7)), Rules.StartOf(_day), By, CancellationToken.None)];
        return null;
    });

    private Task DecideAsync(RotaSwap swap, bool grant) => DoAsync(() => Book.DecideAsync(swap.Id, grant, By, CancellationToken.None));

    private async Task DoAsync(Func<Task<CallRefusal?>> deed)
    {
        try
        {
            _done = null;
            _notice = (await deed())?.InWords();
            await ReloadAsync();
        }
        catch (Npgsql.NpgsqlException)
        {
            _notice = T["away"];
        }
    }

    private string Link(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"/rota?day={Written(day)}&share={SharePercent}&within={Within ?? 15}{(Handling is { } h ? $"&handling={h}" : "")}");

    private static string Written(DateOnly day) => DateSpan.Written(day);

    private static string Number(double many) => many.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>7:30</summary>
    private static string Hours(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}");
}
