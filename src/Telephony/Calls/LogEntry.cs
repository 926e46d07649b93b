using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Telephony.Operations;
using Hotline.Telephony.Speech;
using Hotline.Telephony.Surveys;
using Npgsql;

namespace Hotline.Telephony.Calls;

/// <summary>One write of the call log: a line of the journal while the database is away, and the SQL it means. Safe to do twice.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(Call), "call")]
[JsonDerivedType(typeof(Happened), "happened")]
[JsonDerivedType(typeof(Said), "said")]
[JsonDerivedType(typeof(Unsaid), "unsaid")]
[JsonDerivedType(typeof(Transcribed), "transcribed")]
[JsonDerivedType(typeof(Repaired), "repaired")]
[JsonDerivedType(typeof(HostRestarted), "host-restarted")]
[JsonDerivedType(typeof(Forgotten), "forgotten")]
[JsonDerivedType(typeof(Quality), "quality")]
[JsonDerivedType(typeof(Surveyed), "surveyed")]
[JsonDerivedType(typeof(ReportedToo), "reported-too")]
[JsonDerivedType(typeof(TookPart), "took-part")]
[JsonDerivedType(typeof(Callbacks.CallbackEntry), "callback")]
[JsonDerivedType(typeof(Queues.SkillsEntry), "agent-skills")]
[JsonDerivedType(typeof(Blocking.BlacklistWrite), "blacklist")]
[JsonDerivedType(typeof(Queues.SeatEntry), "seat")]
[JsonDerivedType(typeof(Queues.SeatsSeen), "seats-seen")]
[JsonDerivedType(typeof(Queues.SeatsOff), "seats-off")]
internal abstract record LogEntry
{
    internal abstract NpgsqlBatchCommand ToSql();

    /// <summary>As the database keeps it: with citizens' numbers sealed.</summary>
    internal virtual LogEntry Sealed(NumberSeal numbers) => this;

    internal sealed record Call(CallRecord Record, int Version, string Host) : LogEntry
    {
        private byte[]? NumberMac { get; init; }

        internal override Call Sealed(NumberSeal numbers) => this with { Record = numbers.Seal(Record), NumberMac = numbers.Find(NumberSeal.Number(Record)) };

        internal override NpgsqlBatchCommand ToSql() => ToSql([this]);

        /// <param name="all">One state of each call.</param>
        internal static NpgsqlBatchCommand ToSql(IReadOnlyCollection<Call> all)
        {
            T[] Each<T>(Func<CallRecord, T> of) => [.. all.Select(c => of(c.Record))];
            return Sql.Command(
                """
                insert into telephony.call as old (id, version, host, caller, called, arrived_at, answered_at, talking_since, ended_at, agent, end_reason,
                  digits, police, recording_file, recording_ms, recording_bytes, recording_sha256, direction, flags, number_mac, handed_from, handed_to)
                select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::text[],
                  $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[], $16::bigint[], $17::text[], $18::text[], $19::text[], $20::bytea[], $21::uuid[], $22::uuid[])
                on conflict (id) do update set (version, answered_at, talking_since, ended_at, agent, end_reason, digits, police,
                    recording_file, recording_ms, recording_bytes, recording_sha256, flags, handed_to)
                  = (excluded.version, excluded.answered_at, excluded.talking_since, excluded.ended_at, excluded.agent, excluded.end_reason, excluded.digits,
                     excluded.police, excluded.recording_file, excluded.recording_ms, excluded.recording_bytes, excluded.recording_sha256, excluded.flags, excluded.handed_to)
                  where old.version < excluded.version
                """,
                Each(r => r.Id.Value), all.Select(c => c.Version).ToArray(), all.Select(c => c.Host).ToArray(), Each(r => r.Caller), Each(r => r.Called),
                Each(r => r.ArrivedAt), Each(r => r.AnsweredAt), Each(r => r.TalkingSince), Each(r => r.EndedAt), Each(r => r.Agent?.Value), Each(r => r.EndReason),
                Each(r => r.Digits), Each(r => r.Police.ToString()), Each(r => r.Recording?.File), Each(r => (long?)r.Recording?.Length.TotalMilliseconds),
                Each(r => r.Recording?.Bytes), Each(r => r.Recording?.Sha256), Each(r => r.Direction.ToString()), Each(r => r.Flags),
                all.Select(c => c.NumberMac).ToArray(), Each(r => r.HandedFrom?.Value), Each(r => r.HandedTo?.Value));
        }
    }

    internal sealed record Happened(Guid Id, CallEvent What) : LogEntry
    {
        internal override Happened Sealed(NumberSeal numbers) => this with { What = numbers.Seal(What) };

        internal override NpgsqlBatchCommand ToSql() => ToSql([this]);

        internal static NpgsqlBatchCommand ToSql(IReadOnlyCollection<Happened> all)
        {
            var written = all.Select(e => CallJson.Event(e.What)).ToList();
            return Sql.Command(
                """
                insert into telephony.call_event (id, call_id, at, kind, body) select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::jsonb[])
                on conflict (id) do nothing
                """,
                all.Select(e => e.Id).ToArray(), all.Select(e => e.What.Call.Value).ToArray(), all.Select(e => e.What.At).ToArray(), written.Select(w => w.Kind).ToArray(),
                Sql.JsonArray(written.Select(w => w.Body)));
        }
    }

    internal sealed record Said(TranscriptSegment What) : LogEntry
    {
        internal override NpgsqlBatchCommand ToSql() => Sql.Command(
            """
            insert into telephony.transcript_segment (call_id, speaker, utterance, start_ms, end_ms, text, confidence)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
            """,
            What.Call.Value, What.Speaker.ToString(), What.Utterance, (long)What.Start.TotalMilliseconds, (long)What.End.TotalMilliseconds,
            What.Text, What.Confidence);
    }

    /// <summary>Heard by the engine, shown to nobody.</summary>
    internal sealed record Unsaid(DroppedText What) : LogEntry
    {
        internal override NpgsqlBatchCommand ToSql() => Sql.Command(
            """
            insert into telephony.transcript_dropped (call_id, speaker, utterance, start_ms, end_ms, text, why)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
            """,
            What.Call.Value, What.Speaker.ToString(), What.Utterance, (long)What.Start.TotalMilliseconds, (long)What.End.TotalMilliseconds, What.Text, What.Why);
    }

    /// <summary>Everything said on a call is written down, or must not be.</summary>
    internal sealed record Transcribed(CallId Id, DateTimeOffset At) : LogEntry
    {
        internal override NpgsqlBatchCommand ToSql() => ToSql([this]);

        internal static NpgsqlBatchCommand ToSql(IReadOnlyCollection<Transcribed> all) => Sql.Command(
            """
            update telephony.call c set transcribed_at = done.at from unnest($1::uuid[], $2::timestamptz[]) done (id, at)
            where c.id = done.id and c.transcribed_at is null
            """,
            all.Select(t => t.Id.Value).ToArray(), all.Select(t => t.At).ToArray());
    }

    /// <summary>A recording that a crash had cut is whole again.</summary>
    internal sealed record Repaired(CallId Id, TimeSpan Length, long Bytes, string Sha256) : LogEntry
    {
        internal override NpgsqlBatchCommand ToSql() => Sql.Command(
            "update telephony.call set recording_ms = $2, recording_bytes = $3, recording_sha256 = $4 where id = $1",
            Id.Value, (long)Length.TotalMilliseconds, Bytes, Sha256);
    }

    /// <summary>How a telephone sounded.</summary>
    internal sealed record Quality(CallId Id, int Leg, LegQuality What) : LogEntry
    {
        internal override NpgsqlBatchCommand ToSql() => ToSql([this]);

        internal static NpgsqlBatchCommand ToSql(IReadOnlyCollection<Quality> all) => Sql.Command(
            """
            insert into telephony.call_quality (call_id, leg, party, mos, remote_mos, statistics)
            select * from unnest($1::uuid[], $2::int[], $3::text[], $4::double precision[], $5::double precision[], $6::jsonb[]) on conflict do nothing
            """,
            all.Select(q => q.Id.Value).ToArray(), all.Select(q => q.Leg).ToArray(), all.Select(q => q.What.Party.ToString()).ToArray(),
            all.Select(q => q.What.Statistics.Mos).ToArray(), all.Select(q => q.What.Statistics.RemoteMos).ToArray(),
            Sql.JsonArray(all.Select(q => JsonSerializer.Serialize(q.What.Statistics, CallJson.Options))));
    }

    /// <summary>What was said on a call is not kept.</summary>
    internal sealed record Forgotten(CallId Id) : LogEntry
    {
        internal override NpgsqlBatchCommand ToSql() => Sql.Command(
            "with words as (delete from telephony.transcript_segment where call_id = $1) delete from telephony.transcript_dropped where call_id = $1", Id.Value);
    }

    /// <summary>Calls this host had when it died.</summary>
    internal sealed record HostRestarted(string Host, DateTimeOffset At) : LogEntry
    {
        internal const string Reason = "host restarted";

        internal override NpgsqlBatchCommand ToSql() => Sql.Command(
            """
            with died as (
              update telephony.call set ended_at = $2, end_reason = $3, version = version + 1 where host = $1 and ended_at is null and arrived_at < $2
              returning id)
            update telephony.participant set left_at = $2, end_reason = $3 where call_id in (select id from died) and left_at is null
            """,
            Host, At, Reason);
    }

    /// <summary>A survey was asked or answered. An answer never changes.</summary>
    internal sealed record Surveyed(CallSurvey Survey) : LogEntry
    {
        internal override NpgsqlBatchCommand ToSql() => Sql.Command(
            """
            insert into telephony.survey as old (call_id, agent, asked_at, solved, satisfaction) values ($1, $2, $3, $4, $5)
            on conflict (call_id) do update set solved = coalesce(old.solved, excluded.solved), satisfaction = coalesce(old.satisfaction, excluded.satisfaction)
            """,
            Survey.Call.Value, Survey.Agent.Value, Survey.AskedAt,
            new NpgsqlParameter { Value = (object?)Survey.Solved ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Boolean },
            new NpgsqlParameter { Value = (object?)Survey.Satisfaction ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
    }

    /// <summary>The caller of this call reported what a surge announcement tells of.</summary>
    internal sealed record ReportedToo(Guid Surge, CallId CallId, DateTimeOffset At) : LogEntry
    {
        internal override NpgsqlBatchCommand ToSql() => Sql.Command(
            "insert into telephony.surge_caller (surge_id, call_id, at) values ($1, $2, $3) on conflict do nothing", Surge, CallId.Value, At);
    }

    /// <summary>Who was called or served, as far as it has come; later writes only add.</summary>
    internal sealed record TookPart(
        CallId Id, int Participant, Party Party, string Name, AgentId? Agent, DateTimeOffset CalledAt, DateTimeOffset? JoinedAt, DateTimeOffset? LeftAt, string? Reason) : LogEntry
    {
        internal override NpgsqlBatchCommand ToSql() => Sql.Command(
            """
            insert into telephony.participant as old (call_id, participant, party, name, agent, called_at, joined_at, left_at, end_reason)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (call_id, participant) do update set name = excluded.name, agent = coalesce(excluded.agent, old.agent),
              joined_at = coalesce(old.joined_at, excluded.joined_at), left_at = coalesce(old.left_at, excluded.left_at),
              end_reason = coalesce(old.end_reason, excluded.end_reason)
            """,
            Id.Value, Participant, Party.ToString(), Name, Agent?.Value, CalledAt, JoinedAt, LeftAt, Reason);
    }
}
