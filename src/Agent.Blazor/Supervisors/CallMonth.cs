using Hotline.Telephony.Statistics;
using Hotline.Tickets.Statistics;

namespace Hotline.Agent.Blazor.Supervisors;

/// <summary>话务月报: telephony's indicators, in all variants and by line, for the month of the tickets that is frozen.</summary>
internal sealed class CallMonth(CallStatistics statistics) : ICallMonth
{
    public async Task<IReadOnlyList<CallMonthFigure>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var figures = new List<CallMonthFigure>();
        foreach (var kpi in CallKpis.All.Where(k => k.Unavailable is null))
        {
            foreach (var variant in kpi.Variants)
            {
                var rows = await statistics.ReadAsync(kpi, variant, from, to, by: "line", ct);
                figures.AddRange(rows.Select(r => new CallMonthFigure(kpi.Code, variant.Code, r.Key, r.Asked, r.Counted, r.Excluded, r.Pending, r.Numerator)));
            }
        }

        return figures;
    }
}
