using System.Text.Json;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;

namespace Hotline.Tickets.Reading;

/// <summary>A ticket as it stood at a moment (任一时刻): fields, holder and clocks as then.</summary>
/// <param name="Holder">Who had to act: a unit's name or a role's; null when nobody had to.</param>
public sealed record TicketThen(DateTimeOffset At, int Version, StateName State, string? Holder, Ticket Ticket);

/// <summary>What changed between two moments, by path in the ticket, such as state.department.</summary>
public sealed record FieldChange(string Path, string? Before, string? After);

/// <summary>Shows a ticket as of any moment, from its events alone (时点还原).</summary>
public sealed class TicketAt(TicketFile file, CityRules rules)
{
    /// <summary>Null where the reader may not see the ticket, or it did not exist by then.</summary>
    public async Task<TicketThen?> ReadAsync(TicketNumber number, DateTimeOffset at, Actor actor, CancellationToken ct)
    {
        if (await file.ReadAsync(number, actor, ct) is not { } now) return null;
        var events = (await file.EventsAsync(now.Id, ct)).Where(e => e.At <= at).ToList();
        return Rebuild.Of(events) is { } ticket ? new(at, events.Count, ticket.State.Name, HolderOf(ticket), Public(ticket)) : null;
    }

    /// <summary>What is different at the later moment.</summary>
    public async Task<IReadOnlyList<FieldChange>?> CompareAsync(TicketNumber number, DateTimeOffset from, DateTimeOffset to, Actor actor, CancellationToken ct) =>
        await ReadAsync(number, to, actor, ct) is { } later ? Changes((await ReadAsync(number, from, actor, ct))?.Ticket, later.Ticket) : null;

    private static List<FieldChange> Changes(Ticket? before, Ticket after)
    {
        var (a, b) = (Flat(before), Flat(after));
        return [.. a.Keys.Union(b.Keys).Order(StringComparer.Ordinal).Select(path => new FieldChange(path, a.GetValueOrDefault(path), b.GetValueOrDefault(path))).Where(c => c.Before != c.After)];
    }

    private static Dictionary<string, string> Flat(Ticket? ticket)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (ticket is null) return found;
        using var json = JsonDocument.Parse(EventJson.Write(ticket));
        Walk(json.RootElement, "");
        return found;

        void Walk(JsonElement element, string path)
        {
            if (element.ValueKind == JsonValueKind.Object) foreach (var p in element.EnumerateObject()) Walk(p.Value, path.Length == 0 ? p.Name : $"{path}.{p.Name}");
            else if (element.ValueKind == JsonValueKind.Array) foreach (var (item, i) in element.EnumerateArray().Select((e, i) => (e, i))) Walk(item, $"{path}[{i}]");
            else found[path] = element.ToString();
        }
    }

    private string? HolderOf(Ticket ticket) => Holder.Of(ticket.State) switch
    {
        null => null,
        { Department: { } unit } => rules.NameOf(unit),
        var holder => holder.Role.Chinese(),
    };

    private static Ticket Public(Ticket ticket) => ticket with { Tasks = [.. ticket.Tasks.Select(t => t with { CodeMac = null })] };
}
