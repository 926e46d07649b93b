using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Citizens;

/// <summary>
/// Progress by number and query code 查询进度, and the citizen's rating 评价. Both travel in the body of a POST, never in an
/// address, where they would stay in histories and logs.
/// </summary>
public sealed partial class TrackPage(CitizenLookup lookup, TicketFile file, ITicketDesk desk, TimeProvider clock)
{
    private readonly Dictionary<string, string> _errors = [];
    private LookupResult.Found? _found;
    private IReadOnlyList<RecordedEvent> _events = [];
    private (Tone Tone, string Text)? _said;

    [SupplyParameterFromForm(FormName = "look-up")] private QueryForm? Query { get; set; }

    [SupplyParameterFromForm(FormName = "rate")] private RatingForm? Rating { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = default!;

    private string? Number => Rating?.Number ?? Query?.Number;

    private string? Code => Rating?.Code ?? Query?.Code;

    public sealed record QueryForm
    {
        public string? Number { get; init; }
        public string? Code { get; init; }
    }

    public sealed record RatingForm
    {
        public string? Number { get; init; }
        public string? Code { get; init; }
        public bool? Solved { get; init; }
        public string? Satisfaction { get; init; }
        public string? Comment { get; init; }
    }

    /// <summary>The form of the rating is on the page only when the ticket is: it is read before the form is handled.</summary>
    protected override Task OnInitializedAsync() => Rating is null ? Task.CompletedTask : LookUpAsync();

    private async Task LookUpAsync()
    {
        if (!TicketNumber.TryParse(Number, out var number, out var problem)) _errors["number"] = string.IsNullOrWhiteSpace(Number) ? C["track.number.missing"] : Problem(problem!);
        var code = string.Concat((Code ?? "").Where(char.IsDigit));
        if (code.Length != 6) _errors["code"] = C["track.code.missing"];
        if (_errors.Count > 0) return;

        switch (await lookup.FindAsync(number, new QueryCode(code), Http.Connection.RemoteIpAddress?.ToString() ?? "", Http.RequestAborted))
        {
            case LookupResult.Found found:
                _found = found;
                _events = await file.EventsAsync(found.Id, Http.RequestAborted);
                break;
            case LookupResult.TooMany many:
                _said = (Tone.Warning, C["track.slow", (clock.GetUtcNow() + many.RetryAfter).Minute()]);
                break;
            default:
                _said = (Tone.Warning, C["track.unknown"]);
                break;
        }
    }

    private async Task RateAsync()
    {
        if (_found is null || Rating is null) return;
        if (Rating.Solved is null) _errors["solved"] = C["track.solved.missing"];
        if (!Terms.TryFromCode<Satisfaction>(Rating.Satisfaction, out var satisfaction)) _errors["satisfaction"] = C["track.satisfaction.missing"];
        if (_errors.Count > 0) return;

        var decision = await desk.HandleAsync(_found.Id, new RateTicket(Rating.Solved, satisfaction, Rating.Comment), Actor.Citizen, Http.RequestAborted);
        await LookUpAsync();
        _said = decision switch
        {
            Decision.Happened { Events: [TicketEvent.Rated { Outcome: FollowUpOutcome.Redo }] } => (Tone.Good, C["track.thanks.redo"]),
            Decision.Happened => (Tone.Good, C["track.thanks"]),
            Decision.Refused refused => (Tone.Warning, refused.Code == RateTicket.RatedBefore.Code ? C["track.rated"] : refused.Reason),
            Decision.Invalid invalid => (Tone.Danger, string.Join('；', invalid.Errors.Values.SelectMany(e => e))),
            _ => _said,
        };
    }

    private string Problem(string chinese) => System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? C["track.number.wrong"] : chinese;
}
