using System.Globalization;
using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Invitations;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Citizens;

/// <summary>邀评: the page of a letter's link. Solved is asked before satisfied; where it is still possible, the matter can be handled again. Opening it uses nothing up.</summary>
public sealed partial class InvitationPage(InvitationDesk desk, TimeProvider clock)
{
    private readonly Dictionary<string, string> _errors = [];
    private InvitationView? _view;
    private (Tone Tone, string Text)? _said;

    [Parameter] public string? Link { get; set; }

    [SupplyParameterFromForm(FormName = "open")] private OpeningForm? Opening { get; set; }

    [SupplyParameterFromForm(FormName = "rate")] private RatingForm? Rating { get; set; }

    [SupplyParameterFromForm(FormName = "reopen")] private ReopeningForm? Reopening { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = default!;

    private string? Code => Rating?.Code ?? Reopening?.Code ?? Opening?.Code ?? Link;

    private string Address => Http.Connection.RemoteIpAddress?.ToString() ?? "";

    public sealed record OpeningForm
    {
        public string? Code { get; init; }
    }

    public sealed record RatingForm
    {
        public string? Code { get; init; }
        public bool? Solved { get; init; }
        public string? Satisfaction { get; init; }
        public string? Comment { get; init; }
    }

    public sealed record ReopeningForm
    {
        public string? Code { get; init; }
        public string? Words { get; init; }
    }

    /// <summary>The forms are on the page only when the code is good: it is read before they are handled.</summary>
    protected override Task OnInitializedAsync()
    {
        Http.Response.Headers.CacheControl = "no-store";
        return Opening is null && Code is not null ? LookAsync() : Task.CompletedTask;
    }

    private async Task LookAsync()
    {
        _view = null;
        if (!InvitationCode.TryParse(Code, out var code)) _errors["code"] = C["invite.code.wrong"];
        else Take(await desk.LookAsync(code, null, Address, Http.RequestAborted));
    }

    private async Task RateAsync()
    {
        if (_view is null || Rating is null || !InvitationCode.TryParse(Code, out var code)) return;
        if (Rating.Solved is null) _errors["solved"] = C["track.solved.missing"];
        if (!Terms.TryFromCode<Satisfaction>(Rating.Satisfaction, out var satisfaction)) _errors["satisfaction"] = C["track.satisfaction.missing"];
        if (_errors.Count > 0) return;
        await DoneAsync(await desk.RateAsync(code, null, new(Rating.Solved, satisfaction, Rating.Comment), Address, Http.RequestAborted));
    }

    private async Task ReopenAsync()
    {
        if (_view is null || Reopening is null || !InvitationCode.TryParse(Code, out var code)) return;
        if (string.IsNullOrWhiteSpace(Reopening.Words)) _errors["words"] = C["invite.reopen.words.missing"];
        else await DoneAsync(await desk.ReopenAsync(code, null, new(Reopening.Words), Address, Http.RequestAborted));
    }

    /// <summary>What is left to do afterwards is shown below what was done.</summary>
    private async Task DoneAsync(InvitationResult result)
    {
        if (result is InvitationResult.Decided { Decision: Decision.Happened }) await LookAsync();
        Take(result);
    }

    private void Take(InvitationResult result)
    {
        switch (result)
        {
            case InvitationResult.Open open: _view = open.View; break;
            case InvitationResult.Decided { Decision: Decision.Happened { Events: [TicketEvent.Rated { Outcome: FollowUpOutcome.Close }] } }: _said = (Tone.Good, C["track.thanks"]); break;
            case InvitationResult.Decided { Decision: Decision.Happened }: _said = (Tone.Good, C["track.thanks.redo"]); break;
            case InvitationResult.Decided { Decision: Decision.Refused refused }: _said = (Tone.Warning, IsEnglish ? refused.English : refused.Reason); break;
            case InvitationResult.Decided { Decision: Decision.Invalid invalid }: _said = (Tone.Danger, TermWords.Listed(invalid.Errors.Values.SelectMany(e => e))); break;
            case InvitationResult.TooMany many: _said = (Tone.Warning, C["track.slow", (clock.GetUtcNow() + many.RetryAfter).Minute()]); break;
            default: _errors["code"] = C["invite.unknown"]; break;
        }
    }

    private static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
}
