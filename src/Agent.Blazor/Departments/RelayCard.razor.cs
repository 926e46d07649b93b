using System.Security.Claims;
using Hotline.Agent.Blazor.Language;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Outbound;
using Hotline.Tickets;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Hotline.Agent.Blazor.Departments;

/// <summary>Places a relayed call from a ticket and writes down that the citizen was spoken with (先行联系).</summary>
public sealed partial class RelayCard(RelayCalls relay, ITicketDesk desk, TimeProvider clock) : IDisposable
{
    /// <summary>What stands in the log, which is kept in Chinese.</summary>
    private const string Spoke = "经热线中继通话联系诉求人，通话已录音。", Citizen = "诉求人";

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _leaving = new();
    private string? _phone;
    private CallId? _call;
    private CallState _state;
    private DialResult? _result;
    private string? _refusal;
    private string? _said;

    [Parameter, EditorRequired] public required TicketView View { get; set; }

    [Parameter, EditorRequired] public required Actor Me { get; set; }

    [CascadingParameter] private Task<AuthenticationState> Authentication { get; set; } = default!;

    /// <summary>Only where it is signed for and nobody was contacted yet.</summary>
    private bool Counts => View.State is TicketState.InHandling { ContactRecorded: false };

    private async Task CallAsync()
    {
        (_refusal, _said, _result) = (null, null, null);
        if (!DialNumber.TryParse(_phone, out var own, out _))
        {
            _refusal = T["relay.phone.wrong"];
            return;
        }

        var user = (await Authentication).User;
        var (call, refusal) = await relay.PlaceAsync(user, View.Number.Digits, own, _leaving.Token);
        (_call, _state, _refusal) = (call, CallState.Dialling, refusal?.InWords());
        if (call is { } id) _ = FollowAsync(id, user);
    }

    private async Task FollowAsync(CallId call, ClaimsPrincipal user)
    {
        try
        {
            using var every = new PeriodicTimer(Look, clock);
            while (await every.WaitForNextTickAsync(_leaving.Token))
            {
                if (await relay.FindAsync(call, user) is not { } now) continue; // not written yet
                (_state, _result) = (now.State, now.Result ?? _result);
                if (now.State == CallState.Ended) break;
                await InvokeAsync(StateHasChanged);
            }

            await InvokeAsync(OverAsync);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // the page was left: the call goes on, and its record stays with the ticket's number
        }
    }

    private async Task OverAsync()
    {
        _call = null;
        _said = _result == DialResult.Answered ? T["relay.spoke"] : T["relay.not-reached", T["relay." + (_result ?? DialResult.GivenUp)]];
        if (_result == DialResult.Answered && Counts)
        {
            _said = T["relay.spoke-counted"];
            await desk.HandleAsync(View.Id, new ContactCitizen(true, clock.GetUtcNow(), Citizen, Spoke), Me, _leaving.Token); // the ticket's page reads itself again
        }

        StateHasChanged();
    }

    private async Task EndAsync()
    {
        if (_call is { } call) _refusal = (await relay.EndAsync(call, (await Authentication).User))?.InWords();
    }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}
