using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;

namespace Hotline.Tickets.Whistles;

/// <summary>What a town hands in to call units to the scene (吹哨单).</summary>
/// <param name="Kind">Code of the city's kinds of whistle, such as emergency.</param>
public sealed record WhistleRequest(
    string? Title, string? Text, string? Place, string? Kind, IReadOnlyList<UnitCalled>? Units, string? Category = null, Urgency Urgency = Urgency.Normal, GeoPoint? At = null);

/// <summary>One call with the code for those on the spot.</summary>
public sealed record CallReceipt(int Task, DepartmentId Unit, string UnitName, DateTimeOffset ArriveBy, string Code);

public sealed record WhistleReceipt(TicketId Id, TicketNumber Number, IReadOnlyList<CallReceipt> Calls);

/// <summary>Opens whistle tickets (镇呼区应、吹哨报到): the calling town is responsible from the first moment.</summary>
internal sealed class WhistleDesk(TicketStore store, Reception reception, ArrivalCodes codes, CityRules rules, TimeProvider clock)
{
    /// <exception cref="UnauthorizedAccessException">Only a town may whistle.</exception>
    /// <exception cref="InvalidRequestException">Names the fields and the fix.</exception>
    internal Task<WhistleReceipt> OpenAsync(WhistleRequest request, Actor by, CancellationToken ct) => OpenAsync(key: null, request, by, ct);

    /// <summary>The same; a repetition with the same key gets the first receipt and calls nobody again.</summary>
    internal async Task<WhistleReceipt> OpenAsync(string? key, WhistleRequest request, Actor by, CancellationToken ct) =>
        (await reception.Once.DoAsync(key, request, by, async once => (WhistleReceipt?)await OpenAsync(request, by, once, ct), ct))!;

    private async Task<WhistleReceipt> OpenAsync(WhistleRequest request, Actor by, Once? once, CancellationToken ct)
    {
        if (!IsTown(by, rules)) throw new UnauthorizedAccessException("Only a town may open a whistle ticket.");
        var (id, now) = (TicketId.New(), clock.Now());
        var current = rules.At(now);
        var call = new CallUnits(request.Kind, request.Units, task => codes.MacOf(id, task));
        var wrong = Wrong(request, call, by, current);
        if (wrong.Count > 0) throw new InvalidRequestException(wrong);

        var number = await reception.NextNumberAsync(now, ct);
        var events = Decide(request, call, number, by, current, now);
        var receipt = new WhistleReceipt(id, number, Receipts(id, (TicketEvent.TasksAssigned)events[^1]));
        await store.CreateAsync(id, events, new Signature(by, now, current.Version), [.. Onces.Row(once, receipt, now)], ct);
        return receipt;
    }

    internal IReadOnlyList<CallReceipt> Receipts(TicketId id, TicketEvent.TasksAssigned called) =>
        [.. called.Tasks.Zip(called.Started!, (t, c) => new CallReceipt(t.No, t.Unit, rules.NameOf(t.Unit)!, c.DueAt, codes.CodeOf(id, t.No)))];

    /// <summary>A clerk or lead of a street or town (镇街).</summary>
    internal static bool IsTown(Actor by, CityRules rules) => by is { IsOfUnit: true, Department: { } unit } && rules.LevelOf(unit) == UnitLevel.Town;

    /// <summary>Pure. Accepted, taken on by the town itself, the units called: one breath.</summary>
    internal static IReadOnlyList<TicketEvent> Decide(WhistleRequest request, CallUnits call, TicketNumber number, Actor by, CityRules rules, DateTimeOffset now)
    {
        var town = by.Department!.Value;
        var facts = new RequestFacts(
            RequestType.Help, Channel.Grid, request.Title!.Trim(), request.Text!.Trim(), request.Place?.Trim(), District(town, rules), request.Category, request.Urgency,
            Confidential: false, WantsReply: false, CallId: null)
        {
            Kind = TicketKind.Whistle, Town = town.Code, At = request.At,
        };
        var accepted = new TicketEvent.Accepted(number, facts);
        var dispatched = new TicketEvent.Dispatched(town, null, null, ReturnableUntil: null) { Started = [rules.Start(ClockName.Handling, facts, now)] };
        var ticket = Ticket.Evolve(Ticket.Evolve(null, accepted), dispatched);
        return [accepted, dispatched, call.Call(ticket, rules, now)];
    }

    private static IReadOnlyDictionary<string, string[]> Wrong(WhistleRequest request, CallUnits call, Actor by, CityRules rules)
    {
        var errors = new FieldErrors().Required("title", request.Title, 60).Required("text", request.Text, 2000).Required("place", request.Place, 120)
            .Check("category", request.Category is null || rules.Categories.ContainsKey(request.Category), "分类代码不存在，请从目录中选择")
            .Check("at", request.At is null or { Longitude: >= -180 and <= 180, Latitude: >= -90 and <= 90 }, "经度应在 -180 到 180 之间，纬度应在 -90 到 90 之间");
        return call.Wrong(errors, by, [], rules).Found;
    }

    private static string? District(DepartmentId town, CityRules rules) =>
        rules.Profile.Departments.FirstOrDefault(d => d.Code == town)?.Parent is { } parent && rules.KnowsDistrict(parent.Code) ? parent.Code : null;
}
