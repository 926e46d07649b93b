using System.Globalization;
using Hotline.Agent.Blazor.Casework;
using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Supervisors;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Statistics;
using Hotline.Tickets.City;
using Hotline.Tickets.Statistics;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hotline.Agent.Blazor.Wall;

/// <summary>大屏: calls and seats as they change, tickets within a second of each change, rates of today every ten seconds.</summary>
public sealed partial class WallPage : StaffPage
{
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RatesEvery = TimeSpan.FromSeconds(10);
    private static readonly SeatState[] Shown = [SeatState.Ready, SeatState.Offered, SeatState.Talking, SeatState.Held, SeatState.WrapUp, SeatState.NotReady, SeatState.Training];

    private readonly List<IDisposable> _subscriptions = [];
    private ITimer? _soon;
    private DateTimeOffset _now;
    private DateTimeOffset _ratesAt;
    private DayCounts? _day;
    private KpiRow? _completion;
    private KpiRow? _satisfied;
    private CallFigure? _level;
    private CallFigure? _lost;
    private int _stale;
    private int _callOver = 1;
    private bool _away;

    [SupplyParameterFromQuery] private string? Theme { get; set; }

    [Inject] private Switchboard Calls { get; set; } = default!;
    [Inject] private AgentSeats Seats { get; set; } = default!;
    [Inject] private CallStatistics CallFigures { get; set; } = default!;
    [Inject] private TicketsToday Today { get; set; } = default!;
    [Inject] private KpiBoard Board { get; set; } = default!;
    [Inject] private CityRules Rules { get; set; } = default!;
    [Inject] private IJSRuntime Browser { get; set; } = default!;

    private long Waiting => Calls.Queues.Sum(q => (long)q.Waiting);

    private TimeSpan? Longest => Calls.Queues.Max(q => q.LongestWait);

    private long Free => Seats.All.Count(s => s.State == SeatState.Ready);

    private IEnumerable<(string State, long Many)> States => Seats.All.ToLookup(s => s.State) is var seats ? Shown.Select(s => (s.ToString(), (long)seats[s].Count())) : [];

    private string? Estimate => Calls.Queues.Max(q => q.EstimateError) is { } error ? T["estimate", LiveWords.Percent(error)].Value : null;

    protected override async Task OnInitializedAsync()
    {
        _now = Clock.GetUtcNow();
        await base.OnInitializedAsync();
        if (!RendererInfo.IsInteractive) return;
        _soon = Clock.CreateTimer(_ => _ = InvokeAsync(ShowAsync), null, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        _subscriptions.Add(Calls.Subscribe(what =>
        {
            if (what is CallEvent.Heard) return;
            Volatile.Write(ref _callOver, 1);
            Changed();
        }));
        _subscriptions.Add(Seats.Subscribe(_ => Changed()));
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        await using var script = await Browser.InvokeAsync<IJSObjectReference>("import", Leaving, "./" + Assets["wall/wall.js"]);
        await script.InvokeVoidAsync("stand", Leaving);
    }

    protected override Task ReloadAsync() => TryAsync(async () =>
    {
        _day = await Today.ReadAsync(Leaving);
        if (Clock.GetUtcNow() - _ratesAt < RatesEvery) return;
        _ratesAt = Clock.GetUtcNow();
        (_completion, _satisfied) = (await RateAsync("completion"), await RateAsync("satisfied-raters"));
    });

    private async Task<KpiRow> RateAsync(string code)
    {
        var day = Rules.DayOf(Clock.GetUtcNow());
        return (await Board.ReadAsync(new(Kpis.Find(code)!, day, day), Leaving)).Total;
    }

    private void Changed()
    {
        if (Interlocked.Exchange(ref _stale, 1) == 0) _soon?.Change(Together, TimeSpan.FromSeconds(1));
    }

    private async Task ShowAsync()
    {
        Volatile.Write(ref _stale, 0);
        _now = Clock.GetUtcNow();
        if (Interlocked.Exchange(ref _callOver, 0) == 1) await TryAsync(ReadCallsAsync);
        if (_now - _ratesAt >= RatesEvery) await ReloadAsync();
        StateHasChanged();
    }

    private async Task ReadCallsAsync()
    {
        var midnight = Rules.StartOf(Rules.DayOf(_now));
        (_level, _lost) = (await FigureAsync("service-level", "c-15", midnight), await FigureAsync("abandon", "short-5", midnight));
    }

    private async Task<CallFigure> FigureAsync(string code, string variant, DateTimeOffset midnight)
    {
        var kpi = CallKpis.Find(code)!;
        return (await CallFigures.ReadAsync(kpi, kpi.Variants.First(v => v.Code == variant), midnight, _now, by: null, Leaving))[0];
    }

    /// <summary>The board goes on without the database, with what it last knew, and says so.</summary>
    private async Task TryAsync(Func<Task> read)
    {
        try
        {
            await read();
            _away = false;
        }
        catch (Npgsql.NpgsqlException)
        {
            _away = true;
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            // the page was left meanwhile
        }
    }

    private static string Number(long? many) => many?.ToString("N0", CultureInfo.CurrentCulture) ?? "—";

    private static string Value(CallFigure? figure) => figure?.Value is { } value ? LiveWords.Percent((double)value) : "—";

    private static string Value(KpiRow? row) => row?.Figure.Value is { } value ? LiveWords.Percent((double)value) : "—";

    private string? Of(CallFigure? figure) => figure is { Counted: > 0 } f ? T["of", (long)f.Numerator, f.Counted] : T["no-base"];

    private string? Of(KpiRow? row) => row is { Cases.Counted: > 0 } r ? T["of", r.Figure.Numerator.ToString("0.#", CultureInfo.CurrentCulture), r.Cases.Counted] : T["no-base"];

    private static Tone ToneOf(CallFigure? figure, decimal wanted) => figure?.Value is { } value ? value >= wanted ? Tone.Good : Tone.Danger : Tone.Plain;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _soon?.Dispose();
            _subscriptions.ForEach(s => s.Dispose());
        }

        base.Dispose(disposing);
    }
}
