using System.Text.Json.Serialization;

namespace Hotline.Tickets.Delivery;

/// <summary>A message on its way to one citizen or one of the staff.</summary>
/// <param name="IdempotencyKey">The same for every try of one message: a channel that has taken it before answers as it did then.</param>
/// <param name="Address">Phone number, mail address or WeChat openid; never to be logged.</param>
public sealed record OutgoingMessage(string IdempotencyKey, DeliveryChannel Channel, string Address, string Subject, string Text)
{
    /// <summary>附件, with mail only; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MessageFile? File { get; init; }
}

/// <summary>What the channel says to a message.</summary>
public abstract record SendResult
{
    private SendResult() { }

    /// <summary>It has taken the message over.</summary>
    /// <param name="Receipt">回执号 of the channel.</param>
    public sealed record Taken(string Receipt) : SendResult;

    /// <summary>It has not.</summary>
    /// <param name="Reason">Without personal data: it is stored and shown.</param>
    /// <param name="ForGood">Trying again is of no use, such as with a number that does not exist.</param>
    public sealed record Refused(string Reason, bool ForGood) : SendResult;
}

/// <summary>A way to a citizen's phone or mailbox (短信、邮件、微信网关). An exception counts as a refusal that may pass.</summary>
public interface IMessageChannel
{
    bool Serves(DeliveryChannel channel);

    Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct);
}
