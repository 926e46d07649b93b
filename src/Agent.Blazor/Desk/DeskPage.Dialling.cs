using Hotline.Agent.Blazor.Language;
using Hotline.Telephony;
using Hotline.Telephony.Callbacks;
using Hotline.Telephony.Outbound;
using Hotline.Telephony.Queues;

namespace Hotline.Agent.Blazor.Desk;

/// <content>呼出、回拨、协助: what the agent begins without being asked.</content>
public sealed partial class DeskPage
{
    private const string ForCallback = "漏接回拨";

    private bool MayDial => _watch?.LiveCall is null && _watch?.Seat is { State: not (SeatState.Offline or SeatState.Offered) };

    /// <summary>保位回拨: a kept place rings here; there is no call before the agent's answer.</summary>
    private SeatSnapshot? OfferedCallback => _watch is { LiveCall: null, Seat: { State: SeatState.Offered, Call: { } call } seat } && switchboard.OffersCallback(call, Agent) ? seat : null;

    /// <summary>A number is dialled; anything else is a ticket, whose citizen is called without the number being shown first.</summary>
    private async Task DialAsync((string Number, string Purpose) wish)
    {
        if (DialNumber.TryParse(wish.Number, out var number, out var why)) Dial(number, wish.Purpose, ticket: null);
        else if (!wish.Number.Contains('-', StringComparison.Ordinal) && wish.Number.All(char.IsAsciiDigit) && wish.Number.Length < 12) _notice = why;
        else await DialTicketAsync(wish.Number, wish.Purpose);
    }

    private async Task DialTicketAsync(string ticket, string purpose)
    {
        var found = await numbers.FindAsync((await Authentication).User, ticket, purpose, _leaving.Token);
        if (found is CitizenNumber.Found citizen && DialNumber.TryParse(citizen.Number, out var number, out _)) Dial(number, purpose, ticket);
        else _notice = T["dial." + found.GetType().Name];
    }

    private void DialBack(CallbackTask task)
    {
        if (DialNumber.TryParse(task.Number, out var number, out var why)) Dial(number, ForCallback, ticket: null);
        else _notice = why;
    }

    private void Dial(DialNumber number, string purpose, string? ticket)
    {
        _notice = switchboard.Call(Agent, number, purpose, ticket).Refusal?.InWords();
        if (_notice is null && _panel == "dial") _panel = null;
    }

    private async Task HelpAsync(CallId call) => _notice = (await switchboard.HelpInCrisisAsync(call, Agent, _me.Name))?.InWords();
}
