using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Tickets.Delivery;

/// <summary>
/// Hands queued messages to their channels, at least once: a message is leased for a minute, so a host that dies in between leaves
/// it to the next one, under the same idempotency key. A message that fails for good becomes a call task.
/// </summary>
internal sealed partial class DeliveryWorker(
    NpgsqlDataSource db, IEnumerable<IMessageChannel> channels, LetterOffice office, PersonalDataKey key, CityRules rules, DeliveryOptions options, TimeProvider clock, ILogger<DeliveryWorker> log) : BackgroundService
{
    private const int AtATime = 20;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    /// <param name="Letter">Or the message to staff.</param>
    /// <param name="Ticket">Null of a message to staff.</param>
    private sealed record Claimed(Guid Id, Guid Letter, TicketId? Ticket, DeliveryChannel Channel, byte[] Address, byte[] Text, int Tries, Guid? File);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var everySecond = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        do
        {
            try { while (await PassAsync(stoppingToken) == AtATime) { /* more are waiting */ } }
            catch (Exception e) when (e is not OperationCanceledException) { PassFailed(log, e); }
        }
        while (await everySecond.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>How many messages were tried.</returns>
    internal async Task<int> PassAsync(CancellationToken ct)
    {
        var now = clock.Now();
        var claimed = await ClaimAsync(now, quiet: QuietHours.Is(now, rules), ct); // who is on duty is told at night too
        foreach (var message in claimed) await TryAsync(message, ct);
        return claimed.Count;
    }

    /// <summary>The channel says whether a message it took has arrived (回执).</summary>
    internal async Task<bool> ReceiveAsync(Guid id, bool delivered, string? reason, CancellationToken ct)
    {
        var now = clock.Now();
        var found = await db.ReadAsync(
            """
            update tickets.delivery set state = case when $2 then 'delivered' else 'failed' end, ended_at = $3, failure = $4, next_at = null
            where id = $1 and state = 'sent' returning letter_id, ticket_id, channel
            """,
            [id, delivered, now, delivered ? null : reason], row => (Letter: row.MaybeValue<Guid>(0), Ticket: row.MaybeValue<Guid>(1), Channel: row.Code<DeliveryChannel>(2)), ct);
        if (found is [{ Channel: DeliveryChannel.Sms, Letter: { } letter, Ticket: { } ticket }] && !delivered) await RunAsync([office.Call(letter, new(ticket), "sms-failed", now)], ct);
        return found.Count == 1 || await IsKnownAsync(id, ct);
    }

    private Task<List<Claimed>> ClaimAsync(DateTimeOffset now, bool quiet, CancellationToken ct) => db.ReadAsync(
        """
        with due as (select id from tickets.delivery where next_at <= $1 and (not $4 or message_id is not null) order by next_at limit $3 for update skip locked)
        update tickets.delivery d set tries = d.tries + 1, next_at = $2 from due where d.id = due.id
        returning d.id, coalesce(d.letter_id, d.message_id), d.ticket_id, d.channel, d.sealed_address,
          coalesce((select l.sealed from tickets.letter l where l.id = d.letter_id), (select m.sealed from tickets.notice_message m where m.id = d.message_id)), d.tries,
          (select m.file_id from tickets.notice_message m where m.id = d.message_id)
        """,
        [now, now + Lease, AtATime, quiet],
        row => new Claimed(row.GetGuid(0), row.GetGuid(1), row.IsDBNull(2) ? null : new TicketId(row.GetGuid(2)), row.Code<DeliveryChannel>(3), row.GetFieldValue<byte[]>(4), row.GetFieldValue<byte[]>(5), row.GetInt32(6), row.MaybeValue<Guid>(7)), ct);

    private async Task TryAsync(Claimed message, CancellationToken ct)
    {
        var result = await SendAsync(message, ct);
        var now = clock.Now();
        await RunAsync(result switch
        {
            SendResult.Taken taken => [Sql.Command("update tickets.delivery set state = 'sent', sent_at = $2, receipt = $3, failure = null, next_at = null where id = $1", message.Id, now, taken.Receipt)],
            SendResult.Refused { ForGood: false } refused when message.Tries < options.Tries => [Sql.Command(
                "update tickets.delivery set failure = $2, next_at = $3 where id = $1", message.Id, refused.Reason, Again(message, now + Pauses[Math.Min(message.Tries, Pauses.Length) - 1]))],
            SendResult.Refused refused => GiveUp(message, refused.Reason, now),
            _ => throw new InvalidOperationException($"{result} is no answer of a channel."),
        }, ct);
    }

    private IEnumerable<NpgsqlBatchCommand> GiveUp(Claimed message, string reason, DateTimeOffset now)
    {
        yield return Sql.Command("update tickets.delivery set state = 'failed', ended_at = $2, failure = $3, next_at = null where id = $1", message.Id, now, reason);
        if (message is { Channel: DeliveryChannel.Sms, Ticket: { } ticket }) yield return office.Call(message.Letter, ticket, "sms-failed", now);
    }

    private DateTimeOffset Again(Claimed message, DateTimeOffset at) => message.Ticket is null ? at : QuietHours.Next(at, rules);

    private async Task<SendResult> SendAsync(Claimed message, CancellationToken ct)
    {
        if (channels.FirstOrDefault(c => c.Serves(message.Channel)) is not { } channel) return new SendResult.Refused("no-channel", ForGood: true);
        var (text, address) = (key.Open<SealedLetter>(message.Text, message.Letter.ToString()).Text, key.Open<string>(message.Address, message.Id.ToString()));
        try
        {
            return await channel.SendAsync(new(message.Id.ToString("N"), message.Channel, address, text.Subject, text.On(message.Channel)) { File = message.File is { } file ? await FileAsync(file, ct) : null }, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            ChannelFailed(log, message.Channel, message.Id, e.GetType().Name); // its message may hold an address
            return new SendResult.Refused(e.GetType().Name, ForGood: false);
        }
    }

    private async Task<MessageFile> FileAsync(Guid id, CancellationToken ct) => (await db.ReadAsync(
        "select name, content_type, content from tickets.message_file where id = $1", [id], row => new MessageFile(row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2)), ct))[0];

    private async Task<bool> IsKnownAsync(Guid id, CancellationToken ct) => (await db.ReadAsync("select 1 from tickets.delivery where id = $1", [id], _ => 1, ct)).Count == 1;

    private async Task RunAsync(IEnumerable<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        await using var batch = db.CreateBatch();
        foreach (var command in commands) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sending messages failed; the next try is in a second")]
    private static partial void PassFailed(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Channel} channel failed on message {Message} with {Error}; it is tried again")]
    private static partial void ChannelFailed(ILogger log, DeliveryChannel channel, Guid message, string error);
}
