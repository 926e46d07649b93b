using Hotline.Agent.Blazor.Citizens.Reporting;
using Hotline.Agent.Blazor.Citizens.Tracking;
using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Language;
using Hotline.Tickets;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.Requesters;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Citizens.Privacy;

/// <summary>本人信息: who opened my data, a copy of them, corrections, consent, deletion. What could harm a person whose code was stolen needs a code to their own number first.</summary>
public sealed partial class OwnDataPage(CaseDoor door, OwnData data, CitizenFile file, NavigationManager navigation, TimeProvider clock)
{
    private readonly Dictionary<string, string> _errors = [];
    private (LookupResult.Found Found, bool Proven)? _inside;
    private Requester? _own;
    private IReadOnlyList<OwnView> _views = [];
    private (Tone Tone, string Text)? _said;
    private ProofWay _way;
    private bool _consents, _erased;

    [SupplyParameterFromForm(FormName = "prove")] private ProofForm? Proof { get; set; }

    [SupplyParameterFromForm(FormName = "correct")] private CorrectionForm? Correction { get; set; }

    [SupplyParameterFromForm(FormName = "erase")] private ErasureForm? Erasure { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = default!;

    private bool MayChange => _way == ProofWay.NotNeeded || _inside?.Proven == true;

    private bool IsMasked => _way != ProofWay.NotNeeded && _inside?.Proven != true;

    public sealed record ProofForm
    {
        public string? Code { get; init; }
        public string? Do { get; init; }
    }

    public sealed record CorrectionForm
    {
        public string? Name { get; init; }
        public string? Phone { get; init; }
    }

    public sealed record ErasureForm
    {
        public bool Sure { get; init; }
    }

    protected override async Task OnInitializedAsync()
    {
        _inside = await door.InsideAsync(Http);
        if (_inside is null) navigation.NavigateTo(CaseDoor.Start);
        else await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var id = _inside!.Value.Found.Id;
        _way = await data.ProofAsync(id, Http.RequestAborted);
        _own = await data.ReadAsync(id, !IsMasked, Http.RequestAborted);
        _views = await data.ViewsAsync(id, Http.RequestAborted);
        _consents = (await file.ReadAsync(id, Http.RequestAborted)).MayPublish;
    }

    private async Task ProveAsync()
    {
        if (_inside is not { } inside || Proof is null) return;
        if (Proof.Do == "send")
        {
            _said = await data.SendCodeAsync(inside.Found.Id, ReportFlow.Address(Http), ReportFlow.Language, Http.RequestAborted) switch
            {
                CodeSent.Sent sent => (Tone.Good, C["prove.sent", sent.Until.Minute()]),
                CodeSent.TooMany many => (Tone.Warning, C["prove.many", (clock.GetUtcNow() + many.RetryAfter).Minute()]),
                _ => (Tone.Warning, C["prove.impossible"]),
            };
            return;
        }

        var answer = await data.ProveAsync(inside.Found.Id, Proof.Code, Http.RequestAborted);
        if (answer != CodeAnswer.Right) { _errors["code"] = C[answer == CodeAnswer.Wrong ? "prove.wrong" : "prove.over"]; return; }
        door.Prove(Http);
        navigation.NavigateTo("/track/data");
    }

    private async Task CorrectAsync()
    {
        if (_inside is not { } inside || Correction is null || !MayChange) return;
        switch (await data.CorrectAsync(inside.Found.Id, Correction.Name, Correction.Phone, Http.RequestAborted))
        {
            case Decision.Invalid invalid:
                foreach (var (field, why) in invalid.Errors) _errors[field] = ReportFlow.Language == "en" ? C["correct.wrong"] : TermWords.Listed(why);
                break;
            default:
                _said = (Tone.Good, C["correct.done"]);
                await LoadAsync();
                break;
        }
    }

    private async Task WithdrawConsentAsync()
    {
        if (_inside is not { } inside) return;
        await data.WithdrawConsentAsync(inside.Found.Id, Http.RequestAborted);
        _said = (Tone.Good, C["consent.done"]);
        await LoadAsync();
    }

    private async Task EraseAsync()
    {
        if (_inside is not { } inside || !MayChange) return;
        if (Erasure?.Sure != true) { _errors["sure"] = C["erase.sure.missing"]; return; }
        var answer = await data.EraseAsync(inside.Found.Id, Http.RequestAborted);
        if (answer != ErasureAnswer.Done) { _said = (Tone.Warning, C[answer == ErasureAnswer.StillOpen ? "erase.open" : "erase.hold"]); return; }
        CaseDoor.Leave(Http);
        (_inside, _erased) = (null, true);
    }
}
