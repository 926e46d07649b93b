using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hotline.Agent.Blazor.Design;

/// <summary>wwwroot/design/design.js for one component; loaded when first needed, silent once the browser has gone.</summary>
internal sealed class DesignScript(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    internal async Task RunAsync(string function, params object?[] arguments)
    {
        try
        {
            var module = await (_module ??= js.InvokeAsync<IJSObjectReference>("import", "./design/design.js").AsTask());
            await module.InvokeVoidAsync(function, arguments);
        }
        catch (Exception e) when (e is JSDisconnectedException or TaskCanceledException or ObjectDisposedException)
        {
            // nobody is looking any more
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is { IsCompletedSuccessfully: true } loaded) await (await loaded).DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // the browser has gone
        }
    }
}
