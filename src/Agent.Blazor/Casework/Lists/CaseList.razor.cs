using Hotline.Agent.Blazor.Design;
using Hotline.Tickets;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace Hotline.Agent.Blazor.Casework.Lists;

/// <summary>One of the lists of a desk.</summary>
public sealed record CaseTab(string Key, string Label, params IReadOnlyList<StateName> States);

/// <summary>The code of a list: its query lives in the address, everything else follows from it.</summary>
public sealed partial class CaseList(TicketList list, ViewStore views, NavigationManager navigation, IJSRuntime js) : IAsyncDisposable
{
    private const int Size = 20;
    private readonly Dictionary<TicketId, TicketLine> _ticked = [];
    private readonly DesignScript _script = new(js);
    private Page<TicketLine>? _page;
    private IReadOnlyDictionary<StateName, int> _waiting = new Dictionary<StateName, int>();
    private IReadOnlyList<SavedView> _views = [];
    private IReadOnlyList<TicketColumn>? _kept;
    private ListQuery _query = new();
    private ListPlace _place = default!;
    private TicketId? _picked;
    private string? _done;
    private bool _moved;
    private string _path = "";

    /// <summary>Names the list among an account's views.</summary>
    [Parameter, EditorRequired] public required string Name { get; set; }

    [Parameter, EditorRequired] public required string Heading { get; set; }

    /// <summary>None or one: all states, or those of the one.</summary>
    [Parameter] public IReadOnlyList<CaseTab> Tabs { get; set; } = [];

    [Parameter] public IReadOnlyList<TicketColumn> Standard { get; set; } = [TicketColumn.Risk, TicketColumn.Title, TicketColumn.Due];

    /// <summary>What may be done in bulk; none: rows cannot be ticked.</summary>
    [Parameter] public IReadOnlyList<BulkDeed> Deeds { get; set; } = [];

    [Parameter] public TicketSort Order { get; set; } = TicketSort.Risk;

    /// <summary>The chosen ticket stands beside the list with its forms.</summary>
    [Parameter] public bool Beside { get; set; }

    /// <summary>The list as a file is offered; all of its filters go with it.</summary>
    [Parameter] public bool Exported { get; set; }

    private Sort Usual => new(ListQuery.Name(Order), Down: false);

    private IReadOnlyList<TicketColumn> Columns => _query.Columns ?? _kept ?? Standard;

    private IReadOnlyList<StateName> States => Tabs.Count == 0 ? [] : (Tabs.FirstOrDefault(t => t.Key == _query.Tab) ?? Tabs[0]).States;

    protected override async Task OnInitializedAsync()
    {
        _path = new Uri(navigation.Uri).AbsolutePath;
        navigation.LocationChanged += OnLocationChanged;
        Read();
        await base.OnInitializedAsync();
        _kept = ListQuery.ColumnsIn(await views.ColumnsAsync(Me.Id, Name, Leaving));
        await ReadViewsAsync();
    }

    protected override async Task ReloadAsync()
    {
        if (!_query.Days.IsBackwards) _page = await list.ReadAsync(_query.Filter(States, Order, Size), Me, Leaving);
        if (Tabs.Count > 1) _waiting = await list.WaitingAsync([.. Tabs.SelectMany(t => t.States)], Leaving);
        if (Beside) _picked ??= (_page?.Items ?? []).Select(l => (TicketId?)l.Id).FirstOrDefault();
    }

    private void Read()
    {
        _query = ListQuery.Read(navigation.Uri);
        _place = new(_query, _views, Go, SaveAsync, RemoveAsync);
    }

    private string ExportLink(string format) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString("/exports/tickets" + (_query with { Page = 1 }).Written(), "format", format);

    private void Go(ListQuery query) => navigation.NavigateTo(_path + query.Written());

    private async void OnLocationChanged(object? sender, LocationChangedEventArgs to)
    {
        if (Leaving.IsCancellationRequested || new Uri(to.Location).AbsolutePath != _path) return;
        try
        {
            await InvokeAsync(async () =>
            {
                (_picked, _done) = (null, null);
                Read();
                await ReloadAsync();
                StateHasChanged();
            });
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // the page was left
        }
    }

    private async Task ChooseColumnsAsync(IReadOnlyList<TicketColumn> columns)
    {
        _kept = columns;
        await views.KeepColumnsAsync(Me.Id, Name, ListQuery.Names(columns), Leaving);
        if (_query.Columns is not null) Go(_query with { Columns = columns });
    }

    private async Task<bool> SaveAsync(SavedView view)
    {
        var saved = await views.SaveAsync(Me.Id, Name, view, Leaving);
        await ReadViewsAsync();
        return saved;
    }

    private async Task RemoveAsync(SavedView view)
    {
        await views.RemoveAsync(Me.Id, Name, view.Name, Leaving);
        await ReadViewsAsync();
    }

    private async Task ReadViewsAsync()
    {
        _views = await views.AllAsync(Me.Id, Name, Leaving);
        _place = new(_query, _views, Go, SaveAsync, RemoveAsync);
        StateHasChanged();
    }

    private Task PickAsync(TicketId id)
    {
        _picked = id;
        return _script.RunAsync("reveal", "picked");
    }

    private void Tick((IReadOnlyList<TicketLine> Lines, bool On) ticked)
    {
        foreach (var line in ticked.Lines)
        {
            if (!ticked.On) _ticked.Remove(line.Id);
            else if (_ticked.Count < Bulk.Most) _ticked[line.Id] = line;
        }
    }

    private async Task BulkDoneAsync(IReadOnlyList<TicketLine> left)
    {
        _ticked.Clear();
        foreach (var line in left) _ticked[line.Id] = line;
        await ReloadAsync();
    }

    private async Task TakenAsync(string what)
    {
        (_done, _picked) = (what, null);
        await ReloadAsync();
        _moved = true;
    }

    /// <summary>The form that was sent is gone: whoever works by keys goes on with the row that stands open now.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_moved) return;
        _moved = false;
        await _script.RunAsync("focusFirst", "tr[aria-selected=true] .pick");
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _script.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        navigation.LocationChanged -= OnLocationChanged;
        base.Dispose(disposing);
    }
}
