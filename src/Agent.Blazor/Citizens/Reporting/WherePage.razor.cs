using System.Globalization;
using Hotline.Tickets;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Knowledge;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Citizens.Reporting;

/// <summary>第二步 在哪里: by words, by choosing an area or by pressing a point of the map; all three are equal. Articles that may answer the matter stand above and bar nothing.</summary>
public sealed partial class WherePage(ReportFlow flow, CityPlaces places, CitizenKnowledge knowledge, NavigationManager navigation)
{
    private const string Missing = "place.missing", Outside = "map.outside";
    private const int MostHelp = 3;
    private readonly Dictionary<string, string> _errors = [];
    private IReadOnlyList<PublicArticle> _help = [];
    private IReadOnlyList<PlaceFound> _candidates = [];
    private IReadOnlyList<MapArea> _areas = [], _choices = [];
    private ReportDraft _draft = new();
    private PlaceFound? _found;
    private MapArea? _within;
    private MapFrame? _map;
    private string _token = "", _mapOf = "";
    private string? _wrong;

    [SupplyParameterFromForm] private WhereForm? Form { get; set; }

    /// <summary>What the form that led here lacked.</summary>
    [SupplyParameterFromQuery] private string? Wrong { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = default!;

    public sealed record WhereForm
    {
        public string? Place { get; init; }
        public string? Area { get; init; }
        public string? MapOf { get; init; }

        /// <summary>next, find, clear or area:CODE.</summary>
        public string? Do { get; init; }
    }

    private string MapSource => $"/report/map.svg?of={_mapOf}&chosen={_found?.Code}";

    protected override async Task OnInitializedAsync()
    {
        ReportFlow.Private(Http);
        if (await flow.FindAsync(Http) is not { Draft: { Sent: null, Finished: >= 1 } } open)
        {
            navigation.NavigateTo(ReportFlow.First);
            return;
        }

        (_token, _draft) = open;
        _areas = await places.AreasAsync(Http.RequestAborted);
        _help = await knowledge.SuggestAsync($"{_draft.Title}{_draft.Text}", MostHelp, Http.RequestAborted);
        if (Form is null && Wrong is Missing or Outside) _errors["place"] = C[Wrong];
        await ShowAsync(Form?.MapOf);
    }

    private string? Error(string field) => _errors.GetValueOrDefault(field);

    private async Task SaveAsync()
    {
        if (Form is null || _token.Length == 0) return;
        var place = Form.Place is { Length: > ReportDraft.PlaceLength } ? Form.Place[..ReportDraft.PlaceLength] : Form.Place;
        var asked = place != _draft.Place || Form.Do == "find";
        _draft = _draft with { Place = place };
        if (Pressed() is { } at) await ChooseAsync((await places.PointAsync(at, Http.RequestAborted))?.Code, at, Outside);
        else if (Form.Do?.Split(':', 2) is ["area", var code]) await ChooseAsync(code, at: null, missing: null);
        else if (Form.Do == "clear") _draft = _draft with { Area = null, At = null };
        else if (!string.IsNullOrEmpty(Form.Area)) await ChooseAsync(Form.Area, at: null, missing: null);
        else if (Form is { Area: "", Do: "next" } && _candidates.Any(c => c.Code == _draft.Area)) _draft = _draft with { Area = null }; // none of those
        if (asked) await FindAsync();
        await ShowAsync(_mapOf);
        await GoOnAsync();
    }

    private async Task GoOnAsync()
    {
        if (Form!.Do == "next" && Misses()) _wrong = Missing;
        var goesOn = Form.Do == "next" && _wrong is null;
        if (goesOn) _draft = _draft with { Finished = 2 };
        await flow.Drafts.SaveAsync(_token, _draft, Http.RequestAborted);
        navigation.NavigateTo(goesOn ? ReportFlow.Third : ReportFlow.Second + (_wrong is null ? "" : $"?wrong={_wrong}")); // always a page to come back to, never a form to send again
    }

    /// <summary>What somebody is to go to needs a place; a question or a suggestion may do without.</summary>
    private bool Misses() => _draft.Kind is not (RequestType.Consultation or RequestType.Suggestion or RequestType.Praise) && string.IsNullOrWhiteSpace(_draft.Place) && _draft.Area is null;

    /// <summary>One candidate is chosen for the reader, who sees it and may choose otherwise; of several they choose.</summary>
    private async Task FindAsync()
    {
        _candidates = string.IsNullOrWhiteSpace(_draft.Place) ? [] : await places.FindAsync(_draft.Place, within: null, Http.RequestAborted);
        if (_candidates is [var only] && _draft.At is null && (Form!.Do == "find" || _draft.Area is null)) _draft = _draft with { Area = only.Code };
    }

    private async Task ChooseAsync(string? code, GeoPoint? at, string? missing)
    {
        var found = await places.AreaAsync(code, Http.RequestAborted);
        if (found is null && missing is not null) _wrong = missing;
        else (_draft, _mapOf) = (_draft with { Area = found?.Code, At = found is null ? null : at }, (found?.Town ?? found?.District)?.Code ?? "");
    }

    private async Task ShowAsync(string? mapOf)
    {
        _found = _draft.At is { } at ? await places.PointAsync(at, Http.RequestAborted) : await places.AreaAsync(_draft.Area, Http.RequestAborted);
        _mapOf = string.IsNullOrEmpty(mapOf) ? (_found?.Town ?? _found?.District)?.Code ?? "" : mapOf;
        _within = _areas.FirstOrDefault(a => a.Name.Kind != AreaKind.Grid && a.Name.Code == _mapOf);
        if (_within is null) _mapOf = "";
        _choices = [.. _areas.Where(a => _within is null ? a.Name.Kind == AreaKind.District : a.Name.Kind > _within.Name.Kind && a.Parent == _mapOf)];
        _map = MapFrame.Of(_areas, _mapOf);
        if (_candidates.Count == 0 && !string.IsNullOrWhiteSpace(_draft.Place)) _candidates = await places.FindAsync(_draft.Place, within: null, Http.RequestAborted);
    }

    /// <summary>Where the map was pressed: a browser sends the point of an image button by itself.</summary>
    private GeoPoint? Pressed() =>
        _map is { } map && int.TryParse(Http.Request.Form["map.x"], CultureInfo.InvariantCulture, out var x) && int.TryParse(Http.Request.Form["map.y"], CultureInfo.InvariantCulture, out var y) && (x, y) != (0, 0)
            ? map.At(x, y) : null;

    private bool IsChosen(MapArea area) => _found is { } found && (new[] { found.District, found.Town, found.Grid }.Any(a => a == area.Name));

    private static string NameOf(PlaceFound found) => string.Join(" · ", new[] { found.District, found.Town, found.Grid }.OfType<AreaName>().Select(a => a.Name));

    private string Accuracy(PlaceFound found) => found.At is not null && _map is { } map
        ? C["accuracy.point", Math.Ceiling(map.MetresPerPixel)] : found.Accuracy is { } kind ? C["accuracy." + kind.Code()] : "";
}
