using System.Globalization;
using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.Reading;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Citizens.Tracking;

/// <summary>查询进度: a ticket by number and query code, and everything its citizen may do with it. Both travel in bodies and an encrypted cookie, never in an address.</summary>
public sealed partial class TrackPage(CaseDoor door, CitizenFile file, ITicketDesk desk, AttachmentDesk attachments, NavigationManager navigation, TimeProvider clock)
{
    private const long MostRequest = 96L * 1024 * 1024;
    private readonly Dictionary<string, string> _errors = [];
    private LookupResult.Found? _found;
    private CitizenCase? _case;
    private (Tone Tone, string Text)? _said;

    [SupplyParameterFromForm(FormName = "look-up")] private QueryForm? Query { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = default!;

    public sealed record QueryForm
    {
        public string? Number { get; init; }
        public string? Code { get; init; }
    }

    private static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    protected override Task OnInitializedAsync() => ReloadAsync();

    private bool May(Step step) => _found!.Status.Allowed.Contains(step);

    private async Task ReloadAsync()
    {
        if (await door.InsideAsync(Http) is not { } inside) return;
        _found = inside.Found;
        _case = await file.ReadAsync(_found.Id, Http.RequestAborted);
    }

    private async Task LookUpAsync()
    {
        if (!TicketNumber.TryParse(Query?.Number, out var number, out var problem)) _errors["number"] = string.IsNullOrWhiteSpace(Query?.Number) ? C["number.missing"] : IsEnglish ? C["number.wrong"] : problem!;
        var code = string.Concat((Query?.Code ?? "").Normalize(System.Text.NormalizationForm.FormKC).Where(char.IsAsciiDigit));
        if (code.Length != 6) _errors["code"] = C["code.missing"];
        if (_errors.Count > 0) return;

        switch (await door.EnterAsync(Http, number, new QueryCode(code)))
        {
            case LookupResult.Found:
                navigation.NavigateTo(CaseDoor.Start);
                break;
            case LookupResult.TooMany many:
                _said = (Tone.Warning, C["slow", (clock.GetUtcNow() + many.RetryAfter).Minute()]);
                break;
            default:
                _said = (Tone.Warning, C["unknown"]);
                break;
        }
    }

    private void Leave()
    {
        CaseDoor.Leave(Http);
        navigation.NavigateTo("/");
    }
}
