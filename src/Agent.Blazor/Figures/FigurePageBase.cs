using Hotline.Agent.Blazor.Casework;
using Hotline.Tickets;
using Hotline.Tickets.City;
using Hotline.Tickets.Feed;
using Hotline.Tickets.Statistics;
using Microsoft.AspNetCore.Components;

namespace Hotline.Agent.Blazor.Figures;

/// <summary>A page that answers what its address asks. It stands as of the moment it was read, until it is asked again.</summary>
public abstract class FigurePageBase : StaffPage
{
    internal const string Readers = "supervisor,administrator,inspector,auditor,department,department-lead";

    private string? _read;

    [Inject] protected NavigationManager Navigation { get; set; } = default!;

    [Inject] protected CityRules Rules { get; set; } = default!;

    protected FigureAddress Address { get; private set; } = new(default, default);

    protected DateOnly Today => Rules.DayOf(Clock.GetUtcNow());

    /// <summary>What this reader may see; null for everything.</summary>
    protected IReadOnlyList<DepartmentId>? Own => KpiReaders.UnitsOf(Me, Rules);

    protected override async Task OnParametersSetAsync()
    {
        if (_read is not null && _read != Navigation.Uri) await ReloadAsync();
    }

    /// <summary>The numbers are being counted; what stands on the page is not yet their answer.</summary>
    protected bool Reading { get; private set; } = true;

    protected override async Task ReloadAsync()
    {
        (_read, Address, Reading) = (Navigation.Uri, FigureAddress.Read(new Uri(Navigation.Uri), Today), true);
        await ReadAsync();
        Reading = false;
    }

    protected abstract Task ReadAsync();

    protected override bool Concerns(TicketChange change) => false;
}
