using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text;

namespace Hotline.Tickets.Delivery;

/// <summary>
/// 邮件 through the city's own mail server (RFC 5321, 6409). Every try of a message carries the same Message-ID, by which mailboxes know one
/// that comes twice. A mailbox that does not exist is given up at once; a server that is away is tried again.
/// </summary>
internal sealed class SmtpChannel(DeliveryOptions options, TimeProvider clock) : IMessageChannel
{
    private readonly SmtpOptions _server = options.Smtp.Checked();

    public bool Serves(DeliveryChannel channel) => channel == DeliveryChannel.Mail && _server.IsSet;

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        if (!MailAddress.TryCreate(message.Address, out var to)) return new SendResult.Refused("no-mail-address", ForGood: true);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(_server.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        using var client = Client();
        using var mail = Mail(message, new MailAddress(_server.From!), to);
        try
        {
            await client.SendMailAsync(mail, either.Token);
            return new SendResult.Taken(mail.Headers["Message-ID"]!);
        }
        catch (SmtpException e)
        {
            return Refused(e); // its words may hold the address
        }
    }

    private SmtpClient Client() => new(_server.Host, _server.Port)
    {
        EnableSsl = _server.Tls, UseDefaultCredentials = false, Credentials = _server.User is null ? null : new NetworkCredential(_server.User, _server.Password),
    };

    private static MailMessage Mail(OutgoingMessage message, MailAddress from, MailAddress to)
    {
        var mail = new MailMessage(from, to)
        {
            Subject = message.Subject.ReplaceLineEndings(" "), SubjectEncoding = Encoding.UTF8, Body = message.Text, BodyEncoding = Encoding.UTF8, HeadersEncoding = Encoding.UTF8,
        };
        mail.Headers["Message-ID"] = $"<{message.IdempotencyKey}@{from.Host}>";
        mail.Headers["Auto-Submitted"] = "auto-generated"; // RFC 3834: no out-of-office answers
        if (message.File is { } file) mail.Attachments.Add(new Attachment(new MemoryStream(file.Content, writable: false), file.Name, file.ContentType) { NameEncoding = Encoding.UTF8 });
        return mail;
    }

    /// <summary>RFC 5321 4.2.1: replies of the 5yz kind will be the same next time. Those about signing in and TLS are the operator's to mend, and pass.</summary>
    private static SendResult.Refused Refused(SmtpException e)
    {
        var code = (int)e.StatusCode;
        return new("smtp-" + code.ToString(CultureInfo.InvariantCulture), ForGood: code is 550 or 551 or 552 or 553 or 554 && e is SmtpFailedRecipientException);
    }
}
