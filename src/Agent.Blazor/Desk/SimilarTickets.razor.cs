using Hotline.Search;
using Hotline.Tickets;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>Earlier tickets like the one being written.</summary>
public sealed partial class SimilarTickets(ISimilarCases similar, TimeProvider clock, ILogger<SimilarTickets> log) : ComponentBase, IDisposable
{
    private const int Most = 5;
    private const int LeastText = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(700);
    private static readonly Dictionary<string, StateName> States = Enum.GetValues<StateName>().ToDictionary(s => s.Chinese(), StringComparer.Ordinal);
    private IReadOnlyList<SimilarCase> _found = [];
    private ITimer? _asking;
    private int _asked = -1;
    private bool _away;
    private bool _left;

    [Parameter, EditorRequired]
    public required Draft Draft { get; set; }

    /// <summary>Grows with every change of the draft.</summary>
    [Parameter]
    public int Version { get; set; }

    protected override void OnParametersSet()
    {
        if (_asked == Version || !RendererInfo.IsInteractive) return;
        _asked = Version;
        _asking ??= clock.CreateTimer(_ => _ = InvokeAsync(AskAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _asking.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    private async Task AskAsync()
    {
        if (_left) return;
        var version = Version;
        var found = await FindAsync(Draft.Title.Value + " " + Draft.Text.Value);
        if (_left || version != Version) return; // a newer question is on its way
        _found = found;
        StateHasChanged();
    }

    private async Task<IReadOnlyList<SimilarCase>> FindAsync(string text)
    {
        if (text.Length < LeastText) return [];
        try
        {
            _away = false;
            return await similar.FindAsync(new(text, Value(Draft.Place), Value(Draft.District), Value(Draft.Category), clock.GetUtcNow(), Most), CancellationToken.None);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _away = true; // the ticket is written without
            NotFound(log, e);
            return [];
        }
    }

    /// <summary>The index keeps states by their Chinese names.</summary>
    private string StateOf(SimilarCase found) => States.TryGetValue(found.State, out var state) ? Words.Of(state) : found.State;

    private static string? Value(FormField field) => field.Value.Length > 0 ? field.Value : null;

    public void Dispose()
    {
        _left = true;
        _asking?.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Similar cases could not be found.")]
    private static partial void NotFound(ILogger log, Exception e);
}
