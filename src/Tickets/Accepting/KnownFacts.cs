using Hotline.Tickets.Enterprises;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Lines;

namespace Hotline.Tickets.Accepting;

/// <summary>What the city knows and nobody has to say (自动补全): town and grid of a place, what a line stands for.</summary>
internal sealed class KnownFacts(GridMaps maps, LineBooks lines)
{
    /// <summary>Fills in what is empty; what was said stays.</summary>
    /// <exception cref="InvalidRequestException">The line is in no line book.</exception>
    internal async Task<Request> CompleteAsync(Request request, CancellationToken ct)
    {
        var line = request.Line is { } code ? lines.Now.Find(code) ?? throw Unknown(code) : null;
        var company = request.Company is { } named ? new Company(CreditCode.Normalize(named.CreditCode), named.Name.Trim()) : null;
        return await LocatedAsync(request with { Company = company, NeverPublic = company is not null || line?.NeverPublic == true }, ct);
    }

    private async Task<Request> LocatedAsync(Request request, CancellationToken ct)
    {
        if (request.Grid is not null || (request.At is null && string.IsNullOrWhiteSpace(request.Place))) return request;
        var map = await maps.NowAsync(ct);
        var found = request.At is { } at && MicroPoint.TryCreate((decimal)at.Longitude, (decimal)at.Latitude, out var point)
            ? map?.Find(point)
            : request.Place is { } place ? map?.Find(place, request.District) : null;
        return found is null ? request : request with { Grid = found.Grid?.Code, Town = request.Town ?? found.Town?.Code, District = request.District ?? found.District?.Code };
    }

    private InvalidRequestException Unknown(string code) => new(new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["line"] = [$"没有热线“{code}”，应为 {string.Join('、', lines.Now.Lines.Select(l => l.Code))} 之一"],
    });
}
