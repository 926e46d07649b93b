using Hotline.Agent.Blazor.Accounts;
using Hotline.Tickets;
using Hotline.Tickets.Feed;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hotline.Agent.Blazor.Casework;

/// <summary>A page or part of one that shows tickets to staff and reads them again soon after something changed.</summary>
public abstract class StaffPage : ComponentBase, IDisposable
{
    /// <summary>Changes that come within this time are shown together.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _leaving = new();
    private IDisposable? _changes;
    private int _stale;

    protected StaffPage() => Leaving = _leaving.Token;

    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject] private TicketsChanged Changes { get; set; } = default!;

    [Inject] protected TimeProvider Clock { get; set; } = default!;

    /// <summary>Who is at this browser.</summary>
    protected Actor Me { get; private set; } = default!;

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Leaving { get; }

    protected override async Task OnInitializedAsync()
    {
        Me = SignedInUser.From((await Authentication).User)!.ToActor();
        await ReloadAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _changes = Changes.Subscribe(OnChanged);
    }

    protected abstract Task ReloadAsync();

    /// <summary>Whether a change is worth reading again.</summary>
    protected virtual bool Concerns(TicketChange change) => true;

    private void OnChanged(TicketChange change)
    {
        if (Concerns(change) && Interlocked.Exchange(ref _stale, 1) == 0) _ = InvokeAsync(CatchUpAsync);
    }

    private async Task CatchUpAsync()
    {
        try
        {
            await Task.Delay(Together, Clock, Leaving);
            Volatile.Write(ref _stale, 0);
            await ReloadAsync();
            StateHasChanged();
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            // the page was left meanwhile
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _changes?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }
}
