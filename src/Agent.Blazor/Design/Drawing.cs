using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hotline.Agent.Blazor.Design;

/// <summary>
/// What a bundled script (client/*.js) draws into an element of the page. Where the script cannot be had, or the connection is gone, nothing is
/// drawn and nothing fails: the figures stand in the table beside it.
/// </summary>
public abstract class Drawing : ComponentBase, IAsyncDisposable
{
    private IJSObjectReference? _script;
    private IJSObjectReference? _drawn;
    private object? _last;
    private bool _begun;

    [Inject] private IJSRuntime Browser { get; set; } = default!;

    /// <summary>True from when it is known that nothing can be drawn.</summary>
    protected bool OnlyTable { get; private set; }

    protected ElementReference Place { get; set; }

    /// <summary>Below wwwroot.</summary>
    protected abstract string Script { get; }

    /// <summary>What is to be drawn now; drawn again where it differs from the last.</summary>
    protected abstract object Figures { get; }

    /// <summary>What else the script is given when it begins.</summary>
    protected virtual object?[] Extras => [];

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender) await BeginAsync();
            if (_begun && !Figures.Equals(_last)) await _drawn!.InvokeVoidAsync("draw", _last = Figures);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or TaskCanceledException)
        {
            OnlyTable = true;
            StateHasChanged();
        }
    }

    private async Task BeginAsync()
    {
        _script = await Browser.InvokeAsync<IJSObjectReference>("import", "./" + Assets[Script]);
        _drawn = await _script.InvokeAsync<IJSObjectReference>("begin", [Place, .. Extras]);
        _begun = true;
    }

    /// <summary>The page is left.</summary>
    protected virtual void Left() { }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Left();
        try
        {
            if (_drawn is not null)
            {
                await _drawn.InvokeVoidAsync("end");
                await _drawn.DisposeAsync();
            }

            if (_script is not null) await _script.DisposeAsync();
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or TaskCanceledException or ObjectDisposedException)
        {
            // the page is gone, and the drawing with it
        }
    }
}
