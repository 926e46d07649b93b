using Hotline.Tickets;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Citizens;

/// <summary>A citizen reports a matter 网上反映: one form, and a receipt at once.</summary>
public sealed partial class ReportPage(Reception reception, CityRules rules)
{
    private readonly IReadOnlyList<District> _districts = rules.Profile.Districts;
    private Dictionary<string, string> _errors = [];
    private Receipt? _receipt;
    private string _once = "";

    [SupplyParameterFromForm] private ReportForm? Form { get; set; }

    [CascadingParameter] private HttpContext Http { get; set; } = default!;

    protected override void OnInitialized() => _once = Form?.Once is { Length: > 0 and <= 64 } once ? once : Guid.NewGuid().ToString("N");

    private string? Error(string field) => _errors.GetValueOrDefault(field);

    private async Task SendAsync()
    {
        if (Form is null || !string.IsNullOrEmpty(Form.Website)) return; // no person filled that in
        _errors = Form.Missing(C);
        if (_errors.Count > 0) return;
        try
        {
            _receipt = await reception.AcceptOnceAsync("web-" + _once, Form.ToRequest(), Actor.Citizen, Http.RequestAborted);
        }
        catch (InvalidRequestException e)
        {
            _errors = e.Errors.ToDictionary(p => p.Key, p => string.Join('；', p.Value), StringComparer.Ordinal);
        }
    }
}
