using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.Grids;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Citizens.Reporting;

/// <summary>第三步 核对提交: who reports, what the city understood, whether others reported it already; then it is sent.</summary>
public sealed partial class CheckPage(ReportFlow flow, CitizenReception reception, NearbyMatters nearby, CityPlaces places, PhoneCodes codes, NavigationManager navigation, TimeProvider clock)
{
    private readonly Dictionary<string, string> _errors = [];
    private IReadOnlyList<NearbyMatter> _near = [];
    private ReportDraft _draft = new();
    private PlaceFound? _place;
    private (Tone Tone, string Text)? _said;
    private string _token = "";
    private int _photos;

    [SupplyParameterFromForm] private WhoForm? Form { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = default!;

    public sealed record WhoForm
    {
        public string? Join { get; init; }
        public ContactWay? Contact { get; init; }
        public string? Phone { get; init; }
        public string? Code { get; init; }
        public string? Name { get; init; }
        public bool Confidential { get; init; }
        public bool WantsNoReply { get; init; }
        public bool MayPublish { get; init; }

        /// <summary>send, code, what or where.</summary>
        public string? Do { get; init; }
    }

    private string Purpose => "report:" + _token;

    private bool IsProven => !string.IsNullOrWhiteSpace(_draft.Phone) && _draft.ProvenPhone == _draft.Phone.Trim();

    protected override async Task OnInitializedAsync()
    {
        ReportFlow.Private(Http);
        var open = await flow.FindAsync(Http);
        if (open is not { Draft: { Sent: null, Finished: 2 } })
        {
            navigation.NavigateTo(open switch { { Draft.Sent: not null } => ReportFlow.Done, { Draft.Finished: 1 } => ReportFlow.Second, _ => ReportFlow.First });
            return;
        }

        (_token, _draft) = open.Value;
        _photos = (await flow.Drafts.PhotosAsync(_token, Http.RequestAborted)).Count;
        _place = _draft.At is { } at ? await places.PointAsync(at, Http.RequestAborted) : await places.AreaAsync(_draft.Area, Http.RequestAborted);
        _near = await nearby.FindAsync(_draft, _place, Http.RequestAborted);
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);

    private async Task SaveAsync()
    {
        if (Form is null || _token.Length == 0) return;
        _draft = _draft with
        {
            Contact = Form.Contact, Name = Form.Name, Phone = Form.Phone, Confidential = Form.Confidential, WantsNoReply = Form.WantsNoReply, MayPublish = Form.MayPublish,
        };
        if (Form.Do == "code") await SendCodeAsync();
        else if (!string.IsNullOrWhiteSpace(Form.Code)) await ProveAsync();
        await flow.Drafts.SaveAsync(_token, _draft, Http.RequestAborted);
        if (Form.Do == "what") navigation.NavigateTo(ReportFlow.First);
        else if (Form.Do == "where") navigation.NavigateTo(ReportFlow.Second);
        else if (Form.Do is null or "send") await SendAsync();
    }

    private async Task SendCodeAsync()
    {
        if (!PhoneCodes.MayReceive(_draft.Phone)) _errors["phone"] = C["phone.mobile"];
        else _said = await codes.SendAsync(_draft.Phone!, Purpose, ReportFlow.Address(Http), ReportFlow.Language, Http.RequestAborted) switch
        {
            CodeSent.Sent sent => (Tone.Good, C["code.sent", sent.Until.Minute()]),
            CodeSent.TooMany many => (Tone.Warning, C["code.many", (clock.GetUtcNow() + many.RetryAfter).Minute()]),
            _ => (Tone.Warning, C["code.impossible"]),
        };
        if (_draft.Contact is null) _draft = _draft with { Contact = ContactWay.Mobile };
    }

    private async Task ProveAsync()
    {
        if (!PhoneCodes.MayReceive(_draft.Phone) || IsProven) return;
        var answer = await codes.CheckAsync(_draft.Phone!, Purpose, Form!.Code, Http.RequestAborted);
        if (answer == CodeAnswer.Right) _draft = _draft with { ProvenPhone = _draft.Phone!.Trim() };
        else _errors["code"] = C[answer == CodeAnswer.Wrong ? "code.wrong" : "code.over"];
    }

    private async Task SendAsync()
    {
        Check();
        if (_errors.Count > 0) return;
        try
        {
            // only a matter that was shown may be joined
            TicketId? join = _near.FirstOrDefault(m => m.Id.Value.ToString() == Form!.Join)?.Id;
            await reception.SendAsync(_token, _draft, join, ReportFlow.Language, Http.RequestAborted);
            navigation.NavigateTo(ReportFlow.Done);
        }
        catch (InvalidRequestException e)
        {
            foreach (var (field, why) in e.Errors) _errors[field == "requesterName" ? "name" : field] = ReportFlow.Language == "en" ? C["field.wrong", field] : TermWords.Listed(why);
        }
    }

    private void Check()
    {
        switch (_draft.Contact)
        {
            case null: _errors["contact"] = C["contact.missing"]; break;
            case ContactWay.Mobile when !PhoneCodes.MayReceive(_draft.Phone): _errors["phone"] = C["phone.mobile"]; break;
            case ContactWay.Mobile when !IsProven: _errors.TryAdd("code", C["code.missing"]); break;
            case ContactWay.Landline when !PhoneCodes.IsNumber(_draft.Phone): _errors["phone"] = C["phone.wrong"]; break;
            case ContactWay.Landline when PhoneCodes.MayReceive(_draft.Phone): _errors["contact"] = C["contact.is-mobile"]; break;
        }
    }

    private string Facts(NearbyMatter m) => string.Join(" · ", new[]
    {
        m.Place, C["near.day", m.Day.InFull()], m.Unit is null ? null : C["near.unit", m.Unit].Value, C["near.people", m.People],
    }.Where(p => !string.IsNullOrEmpty(p)));

    private string PlaceInWords()
    {
        var area = string.Join(" · ", new[] { _place?.District, _place?.Town, _place?.Grid }.OfType<AreaName>().Select(a => a.Name));
        var words = string.Join("，", new[] { _draft.Place?.Trim(), area }.Where(p => !string.IsNullOrEmpty(p)));
        return words.Length > 0 ? words : C["summary.place.none"];
    }
}
