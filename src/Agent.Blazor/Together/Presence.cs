using System.Collections.Concurrent;
using System.Text.Json;
using Hotline.Tickets;
using Npgsql;

namespace Hotline.Agent.Blazor.Together;

/// <summary>The field somebody's cursor is in (所在字段); never what stands in it.</summary>
/// <param name="Id">Of the element in the step's form.</param>
/// <param name="Label">As that person reads it, at most <see cref="Longest"/> characters.</param>
public sealed record AtField(Step Step, string Id, string Label)
{
    internal const int Longest = 40;
}

/// <summary>Somebody who has a ticket open (在看) or types in one of its forms (在写).</summary>
/// <param name="At">Null while the cursor is in no field.</param>
public sealed record Present(string Account, string Name, bool Writing, AtField? At = null);

/// <summary>
/// 谁在这张工单上: who has a ticket open, on every host. Hosts tell each other by notifications of the database and again every
/// twenty seconds; a host that is not heard of for a minute is gone with its people. Nothing is stored.
/// </summary>
public sealed partial class Presence(NpgsqlDataSource db, TimeProvider clock, ILogger<Presence> log) : BackgroundService
{
    private const string Bell = "presence";
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(1);
    private readonly string _host = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();
    private readonly ConcurrentDictionary<Guid, (Guid Ticket, Action Changed)> _sinks = new();

    private DateTimeOffset Now => clock.GetUtcNow();

    private sealed record Entry(Guid Seat, Guid Ticket, string Host, string Account, string Name, bool Writing, bool Gone, bool Greets, DateTimeOffset At, AtField? Field = null);

    /// <summary>Opens a ticket. Dispose what is returned when it is left.</summary>
    /// <param name="changed">Others came, went, or began to write. Runs on any thread: it must only post.</param>
    internal Seat Enter(TicketId ticket, Actor who, Action changed)
    {
        var seat = new Seat(this, Guid.NewGuid());
        _sinks[seat.Id] = (ticket.Value, changed);
        Tell(new(seat.Id, ticket.Value, _host, who.Id, who.Name, Writing: false, Gone: false, Greets: true, Now));
        return seat;
    }

    /// <summary>Everybody else, who writes first; one person at two windows is one.</summary>
    internal IReadOnlyList<Present> Others(TicketId ticket, string me) =>
    [
        .. from e in _entries.Values
           where e.Ticket == ticket.Value && e.Account != me && Now - e.At < Forgotten
           group e by e.Account into person
           let writes = person.Any(p => p.Writing)
           orderby writes descending, person.Key
           select new Present(person.Key, person.First().Name, writes, person.OrderByDescending(p => p.Writing).Select(p => p.Field).FirstOrDefault(f => f is not null)),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                Alone(log, e.GetType().Name);
                await Task.Delay(Again, clock, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        connection.Notification += (_, told) => Hear(told.Payload);
        await using (var listen = new NpgsqlCommand("listen " + Bell, connection)) await listen.ExecuteNonQueryAsync(ct);
        for (var next = Now + Again; ;)
        {
            if (next > Now && await connection.WaitAsync(next - Now, ct)) continue;
            foreach (var own in _entries.Values.Where(e => e.Host == _host)) Tell(own with { At = Now, Greets = false });
            foreach (var old in _entries.Values.Where(e => Now - e.At > Forgotten)) Keep(old with { Gone = true });
            next = Now + Again;
        }
    }

    private void Hear(string told)
    {
        if (JsonSerializer.Deserialize<Entry>(told) is not { } entry || entry.Host == _host) return;
        Keep(entry with { At = Now });
        if (!entry.Greets) return;
        foreach (var own in _entries.Values.Where(e => e.Host == _host && e.Ticket == entry.Ticket)) _ = ShoutAsync(own with { Greets = false });
    }

    private void Tell(Entry entry)
    {
        Keep(entry);
        _ = ShoutAsync(entry);
    }

    private void Keep(Entry entry)
    {
        var known = _entries.GetValueOrDefault(entry.Seat);
        if (entry.Gone) _entries.TryRemove(entry.Seat, out _);
        else _entries[entry.Seat] = entry;
        if (known is not null && known.Writing == entry.Writing && known.Field == entry.Field && !entry.Gone) return; // the same news again
        foreach (var (seat, sink) in _sinks)
        {
            if (seat != entry.Seat && sink.Ticket == entry.Ticket) sink.Changed();
        }
    }

    private async Task ShoutAsync(Entry entry)
    {
        try
        {
            await db.ExecuteAsync($"select pg_notify('{Bell}', $1)", [JsonSerializer.Serialize(entry)], CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            Alone(log, e.GetType().Name); // people of this host still see each other
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Who has a ticket open is not told to other hosts now ({Error}).")]
    private static partial void Alone(ILogger log, string error);

    /// <summary>One window on one ticket.</summary>
    internal sealed class Seat(Presence presence, Guid id) : IDisposable
    {
        internal Guid Id => id;

        /// <summary>Types in a form, or has stopped to.</summary>
        internal void Writes(bool writing)
        {
            if (presence._entries.TryGetValue(id, out var own) && own.Writing != writing) presence.Tell(own with { Writing = writing, Greets = false, At = presence.Now });
        }

        /// <summary>The cursor is in that field now; null: in none.</summary>
        internal void At(AtField? field)
        {
            if (presence._entries.TryGetValue(id, out var own) && own.Field != field) presence.Tell(own with { Field = field, Greets = false, At = presence.Now });
        }

        public void Dispose()
        {
            presence._sinks.TryRemove(id, out _);
            if (presence._entries.TryGetValue(id, out var own)) presence.Tell(own with { Gone = true });
        }
    }
}
