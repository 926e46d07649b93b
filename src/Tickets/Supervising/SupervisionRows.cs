using Hotline.Tickets.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Hotline.Tickets.Supervising;

/// <summary>Orders and urges as lists ask for them, written with the event they come from.</summary>
internal static class SupervisionRows
{
    internal static IEnumerable<NpgsqlBatchCommand> Of(TicketId id, int version, Ticket? was, TicketEvent happened, Ticket after, DateTimeOffset at)
    {
        if (happened is TicketEvent.Urged) yield return Sql.Command("insert into tickets.urge (ticket_id, version, at) values ($1, $2, $3)", id.Value, version, at);
        if (happened is TicketEvent.Supervised or TicketEvent.SupervisionAnswered or TicketEvent.SupervisionJudged)
        {
            foreach (var order in after.Supervisions.Where(o => was?.Supervisions.Contains(o) != true)) yield return Row(id, order, happened, at);
        }
    }

    private static NpgsqlBatchCommand Row(TicketId id, SupervisionOrder o, TicketEvent happened, DateTimeOffset at) => Sql.Command(
        """
        insert into tickets.supervision as s (ticket_id, no, level, instruction, addressee, automatic, issued_by, at, due_at, answered_at, judged_at, recognised, awaits_answer, awaits_judgement)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (ticket_id, no) do update set due_at = excluded.due_at, answered_at = coalesce(excluded.answered_at, s.answered_at), judged_at = excluded.judged_at,
          recognised = excluded.recognised, awaits_answer = excluded.awaits_answer, awaits_judgement = excluded.awaits_judgement
        """,
        id.Value, o.No, o.Level.Code(), o.Instruction, o.Addressee?.Code, o.Automatic, o.By, o.At, Time(o.Due), Time(happened is TicketEvent.SupervisionAnswered ? at : null),
        Time(happened is TicketEvent.SupervisionJudged ? at : null), new NpgsqlParameter { Value = (object?)o.Recognised ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Boolean },
        o.AwaitsAnswer, o.AwaitsJudgement);

    private static NpgsqlParameter Time(DateTimeOffset? at) => new() { Value = (object?)at ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
