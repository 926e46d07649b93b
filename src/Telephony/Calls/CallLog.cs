using System.Text.Json;
using Hotline.Telephony.Media;
using Hotline.Telephony.Operations;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Telephony.Calls;

/// <summary>话务记录: every call from its first INVITE, in PostgreSQL. Reading throws <see cref="NpgsqlException"/> while the database is away; writing never does.</summary>
public sealed class CallLog : IAsyncDisposable
{
    private const string Columns =
        """
        select id, caller, called, arrived_at, answered_at, talking_since, ended_at, agent, end_reason, digits, police,
          case when recording_erased_at is null then recording_file end, recording_ms, recording_bytes, recording_sha256, direction, flags, handed_from, handed_to from telephony.call
        """;

    private readonly NpgsqlDataSource _db;
    private readonly string _host;
    private readonly TimeProvider _clock;
    private readonly CallLogWriter _writer;

    /// <param name="journal">The file where records wait while the database is away.</param>
    /// <param name="host">This media node's name.</param>
    /// <param name="keyFile">The key that citizens' numbers and the journal are sealed with; made where there is none.</param>
    public CallLog(NpgsqlDataSource db, string journal, string host, string keyFile, TimeProvider clock, ILogger<CallLog> log)
    {
        (_db, _host, _clock, Numbers) = (db, host, clock, NumberSeal.FromFile(keyFile));
        _writer = new(db, new(journal, Numbers), Numbers, clock, log);
    }

    /// <summary>False while records wait on disk for the database.</summary>
    public bool Healthy => _writer.Healthy && _writer.Lost == 0;

    /// <summary>号码密存</summary>
    internal NumberSeal Numbers { get; }

    public async Task<CallRecord?> FindAsync(CallId id)
    {
        var found = await _db.ReadAsync(Columns + " where id = $1", [id.Value], Row, CancellationToken.None);
        return found.SingleOrDefault();
    }

    /// <summary>Newest first.</summary>
    /// <param name="agent">Only calls that this agent served last.</param>
    public async Task<IReadOnlyList<CallRecord>> RecentAsync(int count, AgentId? agent = null) => await _db.ReadAsync(
        Columns + " where $2::text is null or agent = $2 order by arrived_at desc limit $1", [count, agent?.Value], Row, CancellationToken.None);

    /// <summary>Whether the agent was ever on the call, as the one who served it or beside them.</summary>
    public async Task<bool> ServedAsync(CallId id, AgentId agent) => (await _db.ReadAsync(
        """
        select 1 where exists (select from telephony.participant where call_id = $1 and agent = $2 and joined_at is not null)
          or exists (select from telephony.call_event where call_id = $1 and kind = 'agent-answered' and body ->> 'agent' = $2)
        """,
        [id.Value, agent.Value], row => row.GetInt32(0), CancellationToken.None)).Count > 0;

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<CallEvent>> EventsAsync(CallId id) => await _db.ReadAsync(
        "select body from telephony.call_event where call_id = $1 order by at, seq", [id.Value], row => Numbers.Open(CallJson.Event(row.GetString(0))), CancellationToken.None);

    /// <summary>Final segments, by time.</summary>
    public async Task<IReadOnlyList<TranscriptSegment>> TranscriptAsync(CallId id) => await _db.ReadAsync(
        """
        select speaker, utterance, start_ms, end_ms, text, confidence from telephony.transcript_segment
        where call_id = $1 order by start_ms, speaker, utterance
        """,
        [id.Value],
        row => new TranscriptSegment(
            id, Enum.Parse<Party>(row.GetString(0)), row.GetInt32(1), TimeSpan.FromMilliseconds(row.GetInt64(2)), TimeSpan.FromMilliseconds(row.GetInt64(3)),
            row.GetString(4), IsFinal: true, row.GetDouble(5)),
        CancellationToken.None);

    /// <summary>弃用转写: what the engine heard and nobody was shown, by time.</summary>
    public async Task<IReadOnlyList<DroppedText>> DroppedAsync(CallId id) => await _db.ReadAsync(
        """
        select speaker, utterance, start_ms, end_ms, text, why from telephony.transcript_dropped
        where call_id = $1 order by start_ms, speaker, utterance
        """,
        [id.Value],
        row => new DroppedText(
            id, Enum.Parse<Party>(row.GetString(0)), row.GetInt32(1), TimeSpan.FromMilliseconds(row.GetInt64(2)), TimeSpan.FromMilliseconds(row.GetInt64(3)),
            row.GetString(4), row.GetString(5)),
        CancellationToken.None);

    /// <summary>Everybody beside the citizen, in the order they were called.</summary>
    public async Task<IReadOnlyList<CallPart>> ParticipantsAsync(CallId id) => await _db.ReadAsync(
        "select participant, party, name, agent, called_at, joined_at, left_at, end_reason from telephony.participant where call_id = $1 order by participant",
        [id.Value],
        row => new CallPart(
            row.GetInt32(0), Enum.Parse<Party>(row.GetString(1)), row.GetString(2), row.Maybe<string>(3) is { } agent ? new AgentId(agent) : null,
            row.GetFieldValue<DateTimeOffset>(4), row.MaybeValue<DateTimeOffset>(5), row.MaybeValue<DateTimeOffset>(6), row.Maybe<string>(7)),
        CancellationToken.None);

    /// <param name="version">Grows with every state of the same call.</param>
    internal void Write(CallRecord record, int version) => _writer.Write(new LogEntry.Call(record, version, _host));

    internal void Write(CallEvent happened) => _writer.Write(new LogEntry.Happened(Guid.CreateVersion7(), happened));

    internal void Write(LogEntry entry) => _writer.Write(entry);

    internal void Write(TranscriptSegment segment) => _writer.Write(new LogEntry.Said(segment));

    /// <summary>查看转写: who read the words of a call.</summary>
    public void WriteRead(CallId call, AgentId reader) => Write(new CallEvent.TranscriptRead(call, _clock.GetUtcNow(), reader));

    /// <summary>The citizen does not want what was said to be kept.</summary>
    internal void WriteForgotten(CallId call) => _writer.Write(new LogEntry.Forgotten(call));

    /// <summary>Reads what others keep beside the calls.</summary>
    internal Task<List<T>> ReadAsync<T>(string sql, object?[] values, Func<NpgsqlDataReader, T> row, CancellationToken ct) => _db.ReadAsync(sql, values, row, ct);

    /// <summary>通话质量, when the call is over.</summary>
    internal void Write(CallId call, IReadOnlyList<LegQuality> legs)
    {
        for (var leg = 0; leg < legs.Count; leg++) _writer.Write(new LogEntry.Quality(call, leg, legs[leg]));
    }

    /// <summary>The citizen's telephone first.</summary>
    internal async Task<IReadOnlyList<LegQuality>> QualityAsync(CallId call) => await _db.ReadAsync(
        "select party, statistics from telephony.call_quality where call_id = $1 order by leg", [call.Value],
        row => new LegQuality(Enum.Parse<Party>(row.GetString(0)), JsonSerializer.Deserialize<LegStatistics>(row.GetString(1), CallJson.Options)!), CancellationToken.None);

    /// <summary>A recording that a crash had cut is whole again.</summary>
    internal void WriteRepaired(CallId call, TimeSpan length, long bytes, string sha256) => _writer.Write(new LogEntry.Repaired(call, length, bytes, sha256));

    /// <summary>Calls of this host that have no end died with it.</summary>
    internal void WriteHostRestarted() => _writer.Write(new LogEntry.HostRestarted(_host, _clock.GetUtcNow()));

    /// <summary>座席状态: a seat came into it at that time.</summary>
    internal void Write(Queues.SeatSnapshot seat, DateTimeOffset at) =>
        _writer.Write(new Queues.SeatEntry(Guid.CreateVersion7(), _host, seat.Agent, at, seat.State, seat.Reason, seat.Call, seat.SetBy));

    internal void WriteSeatsSeen() => _writer.Write(new Queues.SeatsSeen(_host, _clock.GetUtcNow()));

    /// <param name="crashed">They were signed in until this host was last seen, not until now.</param>
    internal void WriteSeatsOff(bool crashed) => _writer.Write(new Queues.SeatsOff(_host, _clock.GetUtcNow(), crashed));

    /// <summary>Everything written so far is in the database, or in the journal.</summary>
    internal Task FlushAsync() => _writer.FlushAsync();

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private CallRecord Row(NpgsqlDataReader row) => Numbers.Open(new CallRecord(
        new(row.GetGuid(0)), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.MaybeValue<DateTimeOffset>(4),
        row.MaybeValue<DateTimeOffset>(5), row.MaybeValue<DateTimeOffset>(6), row.Maybe<string>(7) is { } agent ? new AgentId(agent) : null,
        row.Maybe<string>(8), row.GetString(9), Enum.Parse<PoliceState>(row.GetString(10)), Recorded(row))
    {
        Direction = Enum.Parse<CallDirection>(row.GetString(15)), Flags = row.GetString(16),
        HandedFrom = row.MaybeValue<Guid>(17) is { } from ? new CallId(from) : null, HandedTo = row.MaybeValue<Guid>(18) is { } to ? new CallId(to) : null,
    });

    private static RecordedFile? Recorded(NpgsqlDataReader row) => row.Maybe<string>(11) is { } file
        ? new(file, TimeSpan.FromMilliseconds(row.MaybeValue<long>(12) ?? 0), row.MaybeValue<long>(13) ?? 0, row.Maybe<string>(14))
        : null;
}
