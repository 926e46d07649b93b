using Hotline.Agent.Blazor.Language;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;

namespace Hotline.Agent.Blazor.Desk;

/// <content>话机、按键、黑名单: what the agent talks on, keys sent along the line, a caller proposed for the blacklist.</content>
public sealed partial class DeskPage
{
    /// <summary>The SIP phone, not the browser's headset; does not change while a call is on.</summary>
    private bool _onPhone;

    /// <summary>What was done, where nothing else on the page shows it.</summary>
    private string? _done;

    private bool OnCall => _watch?.Seat is { OnCall: true } or { State: SeatState.Offered };

    /// <summary>协助: a helper is heard by the browser, whatever they talk on otherwise.</summary>
    private bool Helps => _watch?.Call is { Crisis.Helper: { } helper } && helper == Agent;

    /// <summary>The call in hand, or the one that is wrapped up: its caller may be proposed for the blacklist.</summary>
    private CallSnapshot? Blockable => Mine ?? (_watch is { Seat.State: SeatState.WrapUp, Call: { } last } && last.Citizen().Length > 0 ? last : null);

    private void Talks(bool onPhone) => _onPhone = onPhone;

    private void Choose(AgentDevice device)
    {
        _notice = switchboard.Choose(Agent, device) ? null : T["device.gone"].Value;
        _onPhone = switchboard.DeviceOf(Agent) == AgentDevice.Phone;
    }

    private async Task<bool> SendDigitAsync(string key)
    {
        if (Mine is not { } call) return false; // the panel is about to close
        var refusal = await switchboard.SendDigitsAsync(call.Id, Agent, key);
        _notice = refusal?.InWords();
        StateHasChanged();
        return refusal is null;
    }

    private void Block(string reason)
    {
        if (Blockable is not { } call || reason.Length == 0) return;
        _notice = switchboard.Blacklist.Propose(call.Citizen(), reason, Agent, call.Id)?.InWords();
        if (_notice is not null) return;
        (_panel, _done) = (null, T["blacklist.proposed"]);
    }
}
