using System.Globalization;
using Hotline.Agent.Blazor.Citizens.Reporting;
using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Language;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Tickets.Citizens;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Citizens.Guide;

/// <summary>请给我回电: a citizen asks to be called; a mobile is theirs by a code, so that nobody orders calls for others. The wish stands in the callback list like a kept place.</summary>
public sealed partial class CallBackPage(Switchboard calls, TelephonyOptions options, PhoneCodes codes, CitizenLimits limits, TimeProvider clock)
{
    private const int SlotHours = 2, MostSlots = 8, MostAsks = 5;
    private const string Purpose = "call-back";
    private readonly Dictionary<string, string> _errors = [];
    private IReadOnlyList<DateTimeOffset> _slots = [];
    private (Tone Tone, string Text)? _said;
    private DateTimeOffset? _kept;

    [SupplyParameterFromForm] private AskForm? Form { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = default!;

    private (TimeOnly From, TimeOnly To) Hours => calls.Callbacks.Hours;

    public sealed record AskForm
    {
        public string? Phone { get; init; }
        public string? Code { get; init; }
        public string? When { get; init; }
        public string? Do { get; init; }
        public string? Website { get; init; }
    }

    protected override void OnInitialized()
    {
        ReportFlow.Private(Http);
        var (now, day) = (clock.GetUtcNow(), clock.GetUtcNow().CityLocal().Date);
        _slots = [.. Enumerable.Range(0, 2).SelectMany(d => Enumerable.Range(0, 12).Select(i => day.AddDays(d) + Hours.From.ToTimeSpan() + TimeSpan.FromHours(i * SlotHours)))
            .Where(s => s.TimeOfDay.Add(TimeSpan.FromHours(SlotHours)) <= Hours.To.ToTimeSpan() && s.TimeOfDay >= Hours.From.ToTimeSpan()).Select(s => s.FromCity()).Where(s => s > now).Take(MostSlots)];
    }

    private Task SaveAsync()
    {
        if (Form is null || !string.IsNullOrEmpty(Form.Website)) return Task.CompletedTask;
        if (!PhoneCodes.IsNumber(Form.Phone)) { _errors["phone"] = C["back.phone.wrong"]; return Task.CompletedTask; }
        return Form.Do == "code" ? SendCodeAsync() : AskAsync();
    }

    private async Task SendCodeAsync()
    {
        if (!PhoneCodes.MayReceive(Form!.Phone)) { _errors["phone"] = C["back.landline"]; return; }
        _said = await codes.SendAsync(Form.Phone!, Purpose, ReportFlow.Address(Http), ReportFlow.Language, Http.RequestAborted) switch
        {
            CodeSent.Sent sent => (Tone.Good, C["back.code.sent", sent.Until.Minute()]),
            CodeSent.TooMany many => (Tone.Warning, C["back.code.many", (clock.GetUtcNow() + many.RetryAfter).Minute()]),
            _ => (Tone.Warning, C["back.code.impossible"]),
        };
    }

    private async Task AskAsync()
    {
        if (PhoneCodes.MayReceive(Form!.Phone))
        {
            var answer = string.IsNullOrWhiteSpace(Form.Code) ? CodeAnswer.Wrong : await codes.CheckAsync(Form.Phone!, Purpose, Form.Code, Http.RequestAborted);
            if (answer != CodeAnswer.Right) { _errors["code"] = C[string.IsNullOrWhiteSpace(Form.Code) ? "back.code.missing" : answer == CodeAnswer.Wrong ? "back.code.wrong" : "back.code.over"]; return; }
        }

        if (await limits.TakeAsync(Purpose, ReportFlow.Address(Http), MostAsks, Http.RequestAborted) is { } wait) { _said = (Tone.Warning, C["back.many", (clock.GetUtcNow() + wait).Minute()]); return; }
        var wanted = DateTimeOffset.TryParse(Form.When, CultureInfo.InvariantCulture, DateTimeStyles.None, out var slot) && _slots.Contains(slot) ? slot : clock.GetUtcNow();
        var line = options.OutboundLine ?? options.Lines[0].Number;
        _kept = calls.Callbacks.Ask(Form.Phone!, line, wanted)?.NextAt;
        if (_kept is null) _errors["phone"] = C["back.phone.wrong"];
    }
}
