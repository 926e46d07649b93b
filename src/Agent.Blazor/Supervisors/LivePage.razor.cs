using Hotline.Agent.Blazor.Accounts;
using Hotline.Agent.Blazor.Language;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hotline.Agent.Blazor.Supervisors;

/// <summary>班长台: every call, seat and queue of this moment, and what a supervisor may do about them. Changes are shown together, within a quarter of a second; times go on by the second.</summary>
public sealed partial class LivePage(Switchboard calls, AgentSeats seats, TimeProvider clock) : ComponentBase, IDisposable
{
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(250);

    private readonly List<IDisposable> _subscriptions = [];
    private ITimer? _soon;
    private SignedInUser? _user;
    private CallId? _chosen;
    private string? _notice;
    private int _stale;
    private bool _ready;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    private AgentId Me => new(_user?.Account ?? "");

    /// <summary>The call picked from the table; otherwise the one this supervisor is on.</summary>
    private CallSnapshot? Chosen =>
        (_chosen is { } id ? calls.Find(id) : null) ?? calls.Live.FirstOrDefault(c => c.Agent == Me || c.Crisis?.Helper == Me || c.Supervisors.Any(s => s.Supervisor == Me));

    protected override async Task OnInitializedAsync()
    {
        _user = SignedInUser.From((await Authentication).User);
        _ready = RendererInfo.IsInteractive && _user is not null;
        if (!_ready) return;
        _soon = clock.CreateTimer(_ => _ = InvokeAsync(Show), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _subscriptions.Add(calls.Subscribe(what =>
        {
            if (what is not CallEvent.Heard) Changed();
        }));
        _subscriptions.Add(seats.Subscribe(_ => Changed()));
    }

    private void Changed()
    {
        if (Interlocked.Exchange(ref _stale, 1) == 0) _soon?.Change(Together, TimeSpan.FromSeconds(1));
    }

    private void Show()
    {
        Volatile.Write(ref _stale, 0);
        StateHasChanged();
    }

    private async Task SuperviseAsync((SupervisionMode Mode, string Reason) wish)
    {
        if (Chosen is not { } call) return;
        _notice = (await calls.SuperviseAsync(call.Id, Me, wish.Mode, wish.Reason))?.InWords();
        _chosen = call.Id;
    }

    private async Task DoAsync(string deed)
    {
        if (Chosen is not { } call) return;
        _notice = (deed switch
        {
            "leave" => await calls.EndSupervisionAsync(call.Id, Me),
            "take-over" => await calls.TakeOverAsync(call.Id, Me, _user!.Name),
            _ => await calls.LeaveAsync(call.Id, Me),
        })?.InWords();
    }

    private async Task HelpAsync(CallId call) => _notice = (await calls.HelpInCrisisAsync(call, Me, _user!.Name))?.InWords();

    public void Dispose()
    {
        _soon?.Dispose();
        _subscriptions.ForEach(s => s.Dispose());
    }
}
