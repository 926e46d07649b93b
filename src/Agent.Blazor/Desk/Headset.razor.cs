using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>The agent's headset 耳麦: starts and ends the audio of the browser, and says in words how it is.</summary>
public sealed partial class Headset(IJSRuntime js) : ComponentBase, IAsyncDisposable
{
    private ElementReference _place;
    private IJSObjectReference? _module;
    private IJSObjectReference? _headset;
    private DotNetObjectReference<Headset>? _self;
    private string _state = "starting";
    private bool _rings;
    private bool _muted;

    /// <summary>A call is offered: two tones every three seconds.</summary>
    [Parameter] public bool Rings { get; set; }

    /// <summary>静音: the citizen hears silence.</summary>
    [Parameter] public bool Muted { get; set; }

    /// <summary>Where the sound goes: an agent's own seat, or a supervisor's ear.</summary>
    [Parameter] public string Path { get; set; } = "/api/v1/seat/audio";

    /// <summary>True: sound goes both ways.</summary>
    [Parameter] public EventCallback<bool> Connected { get; set; }

    private bool Problem => _state is "refused" or "no-microphone" or "busy" or "failed";

    /// <summary>Called by audio.js.</summary>
    [JSInvokable]
    public Task AudioChanged(string state) => InvokeAsync(async () =>
    {
        _state = state;
        StateHasChanged();
        await Connected.InvokeAsync(state == "connected");
    });

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await js.InvokeAsync<IJSObjectReference>("import", "./desk/audio.js");
            _headset = await _module.InvokeAsync<IJSObjectReference>("open", _self, _place, Path);
        }

        if (_headset is null) return;
        if (_rings != Rings) await _headset.InvokeVoidAsync("ring", _rings = Rings);
        if (_muted != Muted) await _headset.InvokeVoidAsync("mute", _muted = Muted);
    }

    private async Task RetryAsync()
    {
        if (_headset is not null) await _headset.InvokeVoidAsync("retry");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_headset is not null) await _headset.InvokeVoidAsync("close");
            if (_headset is not null) await _headset.DisposeAsync();
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // the browser has gone, and the headset with it
        }

        _self?.Dispose();
    }
}
