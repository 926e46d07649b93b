using Hotline.Telephony;
using Hotline.Telephony.Calls;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>One button of the call bar.</summary>
/// <param name="Deed">Names its word (deed.…) and what happens.</param>
/// <param name="Key">Presses it from anywhere on the page.</param>
/// <param name="Enabled">What the call does not allow now is shown, but cannot be pressed.</param>
/// <param name="Pressed">Where it switches something: whether it is on.</param>
internal sealed record CallKey(string Deed, string Key, bool Enabled, string? Css = null, bool? Pressed = null);

/// <summary>The buttons of a call, in their order on the bar, which does not change while the call goes on. Pure.</summary>
internal static class CallKeys
{
    /// <param name="onPhone">The agent's SIP phone rings, and is answered at the phone.</param>
    internal static IReadOnlyList<CallKey> Of(CallSnapshot call, AgentId agent, bool onPhone = false)
    {
        var allowed = AllowedDeeds.Of(call, agent);
        if (allowed.Contains("answer")) return [new("answer", "F2", Enabled: !onPhone, "answer"), new("decline", "Shift+F2", Enabled: true)];
        if (call.Agent != agent) return [Key("hang-up", "F8", "hang-up")];

        var consults = call.Others.Any(o => o.ForConsultation);
        return
        [
            call.HeldByAgent ? Key("resume", "F3", pressed: true) : Key("hold", "F3", pressed: false),
            call.AgentMuted ? Key("unmute", "F4", pressed: true) : Key("mute", "F4", pressed: false),
            .. consults ? Consulting(Key) : [],
            new("contact", "F6", allowed.Contains("consult") || allowed.Contains("join")),
            Key("digits", "Shift+F11"),
            call.RecordingPaused is null ? Key("recording/pause", "F10", pressed: false) : Key("recording/resume", "F10", pressed: true),
            call.AbuseWarnings < 2 ? Key("abusive", "Ctrl+F9") : Key("abusive/end", "Ctrl+F9", "police"),
            new("blacklist", "Ctrl+F11", call.Citizen().Length > 0),
            Key("psychological-transfer", "Ctrl+F6"),
            Key("crisis", "Shift+F9"),
            Key("transfer-to-110", "F9", "police"),
            Key("hang-up", "F8", "hang-up"),
        ];

        CallKey Key(string deed, string key, string? css = null, bool? pressed = null) => new(deed, key, allowed.Contains(deed), css, pressed);
    }

    private static IReadOnlyList<CallKey> Consulting(Func<string, string, string?, bool?, CallKey> key) =>
    [
        key("consult/toggle", "Shift+F3", null, null), key("consult/join", "Shift+F4", null, null),
        key("consult/complete", "Shift+F6", null, null), key("consult/cancel", "Shift+F8", null, null),
    ];
}
