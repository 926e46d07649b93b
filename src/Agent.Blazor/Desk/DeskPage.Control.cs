using Hotline.Agent.Blazor.Language;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Care;
using Hotline.Telephony.Police;

namespace Hotline.Agent.Blazor.Desk;

/// <content>What the agent does with the call in hand. What it refuses is said in its words; what it begins comes back as the call's state.</content>
public sealed partial class DeskPage
{
    private static readonly Dictionary<string, Func<Switchboard, CallId, AgentId, Task<CallRefusal?>>> Deeds = new(StringComparer.Ordinal)
    {
        ["hold"] = (s, call, me) => s.HoldAsync(call, me),
        ["resume"] = (s, call, me) => s.ResumeAsync(call, me),
        ["mute"] = (s, call, me) => s.MuteAsync(call, me),
        ["unmute"] = (s, call, me) => s.UnmuteAsync(call, me),
        ["consult/toggle"] = (s, call, me) => s.ToggleConsultAsync(call, me),
        ["consult/join"] = (s, call, me) => s.JoinConsultedAsync(call, me),
        ["consult/complete"] = (s, call, me) => s.CompleteConsultAsync(call, me),
        ["consult/cancel"] = (s, call, me) => s.CancelConsultAsync(call, me),
        ["recording/resume"] = (s, call, me) => s.ResumeRecordingAsync(call, me),
        ["abusive"] = (s, call, me) => s.WarnAbuserAsync(call, me),
        ["abusive/end"] = (s, call, me) => s.EndAbusiveAsync(call, me),
        ["crisis"] = (s, call, me) => s.DeclareCrisisAsync(call, me),
    };

    /// <summary>What is open below the call bar: contact, digits, recording/pause, blacklist, psychological-transfer, dial or callbacks.</summary>
    private string? _panel;

    private Task DoAsync(string deed) => deed switch
    {
        "answer" => AnswerAsync(),
        "decline" => _watch?.Seat?.Call is { } offered ? switchboard.DeclineAsync(offered, Agent) : Task.CompletedTask,
        "hang-up" => HangUpAsync(),
        "transfer-to-110" => CallPoliceAsync(),
        _ when Deeds.TryGetValue(deed, out var simple) => TellAsync(call => simple(switchboard, call.Id, Agent)),
        _ => Open(deed),
    };

    private Task Open(string panel)
    {
        (_panel, _done) = (_panel == panel ? null : panel, null); // the same key closes it
        return Task.CompletedTask;
    }

    private void ClosePanel() => _panel = null;

    private async Task AnswerAsync()
    {
        if (_watch?.Seat?.Call is { } offered && !await switchboard.AnswerAsync(offered, Agent)) _notice = T["call.gone"];
    }

    /// <summary>The one who serves ends the call, or leaves it to the others on the line; one who was asked in leaves it.</summary>
    private Task HangUpAsync() => WithCallAsync(call => call.Agent == Agent ? switchboard.HangUpAsync(call.Id, "agent") : switchboard.LeaveAsync(call.Id, Agent));

    /// <summary>一键转 110: at once, with or without a form; the ticket of this call is marked by it.</summary>
    private Task CallPoliceAsync() => WithCallAsync(async call =>
    {
        if (!await switchboard.TransferToPoliceAsync(call.Id, Agent, KnownNow))
        {
            _notice = T["police.refused"];
            return;
        }

        _draft.Police = true;
        _keeper!.Changed(_draft);
    });

    private Task ContactAsync((string Deed, Target Target) wish) => TellAsync(call => wish.Deed switch
    {
        "consult" => switchboard.ConsultAsync(call.Id, Agent, wish.Target),
        "join" => switchboard.JoinAsync(call.Id, Agent, wish.Target, KnownNow),
        _ => switchboard.TransferAsync(call.Id, Agent, wish.Target),
    });

    private Task RemoveAsync(int participant) => TellAsync(call => switchboard.RemoveAsync(call.Id, Agent, participant));

    private Task PauseRecordingAsync(string reason) => TellAsync(call => switchboard.PauseRecordingAsync(call.Id, Agent, reason));

    private Task ReferAsync((RiskLevel Risk, string Name, bool FollowUp) wish) =>
        TellAsync(call => switchboard.ReferToPsychologicalAidAsync(call.Id, Agent, wish.Risk, wish.Name.Length > 0 ? wish.Name : null, wish.FollowUp));

    private Task AgreeAsync(ResponsibleSide owner) => TellAsync(call => switchboard.AgreeWithPoliceAsync(call.Id, Agent, owner));

    private Task TickAsync(CrisisStep step) => TellAsync(call => switchboard.TickCrisisStepAsync(call.Id, Agent, step));

    private Task TellAsync(Func<CallSnapshot, Task<CallRefusal?>> deed) => WithCallAsync(async call =>
    {
        _notice = (await deed(call))?.InWords();
        if (_notice is null) _panel = null;
    });

    /// <summary>随转信息 as far as the form is filled in.</summary>
    private PoliceContext KnownNow => new(Known(_draft.Place), Known(_draft.Title) ?? Known(_draft.Text), [.. Dangers.Select(d => d.Word)]);

    private static string? Known(FormField field) => string.IsNullOrWhiteSpace(field.Value) ? null : field.Value;
}
