using System.Text;
using Hotline.Tickets.Delivery;

namespace Hotline.Tickets.Tests.Delivery;

/// <summary>邮件: what the city's mail server gets, and what becomes of what it does not take.</summary>
public sealed class SmtpChannelTests
{
    private static readonly OutgoingMessage Letter = new("k1", DeliveryChannel.Mail, "wang@example.com", "【12345】办理答复", "路灯已修复，详情请见网页。");

    [Fact]
    public async Task A_mail_arrives_with_subject_text_and_file_and_the_same_id_at_every_try()
    {
        await using var server = new MailServer();
        var channel = Channel(server.Port);
        var report = Letter with { File = new("日报.docx", "application/octet-stream", [1, 2, 3]) };
        Assert.Equal(new SendResult.Taken("<k1@12345.example.gov.cn>"), await channel.SendAsync(report, Ct));
        Assert.IsType<SendResult.Taken>(await channel.SendAsync(report, Ct));
        Assert.Equal(2, server.Taken.Count);
        Assert.All(server.Taken, mail =>
        {
            Assert.Contains("Message-ID: <k1@12345.example.gov.cn>", mail, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("Auto-Submitted: auto-generated", mail, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes("路灯已修复，详情请见网页。"))[..40], mail.ReplaceLineEndings(""), StringComparison.Ordinal);
            Assert.Contains(Convert.ToBase64String([1, 2, 3]), mail, StringComparison.Ordinal);
            Assert.Contains("To: wang@example.com", mail, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Theory]
    [InlineData("550 no such mailbox", "smtp-550", true)]
    [InlineData("450 come back later", "smtp-450", false)]
    public async Task A_mailbox_that_does_not_exist_is_given_up_and_one_that_is_busy_is_not(string answer, string reason, bool forGood)
    {
        await using var server = new MailServer { Recipient = answer };
        Assert.Equal(new SendResult.Refused(reason, forGood), await Channel(server.Port).SendAsync(Letter, Ct));
        Assert.Empty(server.Taken);
    }

    [Fact]
    public async Task A_server_that_is_away_or_offers_no_encryption_is_tried_again_and_what_is_no_address_is_not()
    {
        var away = new MailServer();
        var port = away.Port;
        await away.DisposeAsync();
        Assert.False(Assert.IsType<SendResult.Refused>(await Channel(port).SendAsync(Letter, Ct)).ForGood);
        await using var open = new MailServer();
        Assert.False(Assert.IsType<SendResult.Refused>(await Channel(open.Port, tls: true).SendAsync(Letter, Ct)).ForGood);
        Assert.Empty(open.Taken); // nothing went in clear
        Assert.True(Assert.IsType<SendResult.Refused>(await Channel(open.Port).SendAsync(Letter with { Address = "王" }, Ct)).ForGood);
    }

    [Fact]
    public void Mail_only_is_its_own_and_only_where_a_server_is_named_and_a_wrong_setting_says_what_to_write()
    {
        Assert.True(Channel(25).Serves(DeliveryChannel.Mail));
        Assert.False(Channel(25).Serves(DeliveryChannel.Sms));
        Assert.False(new SmtpChannel(new(), TimeProvider.System).Serves(DeliveryChannel.Mail));
        Assert.Contains("Delivery:Smtp:From", Assert.Throws<InvalidOperationException>(() => new SmtpChannel(new() { Smtp = new() { Host = "mail" } }, TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.Contains("Delivery:Smtp:Port", Assert.Throws<InvalidOperationException>(() => Channel(0)).Message, StringComparison.Ordinal);
    }

    private static SmtpChannel Channel(int port, bool tls = false) =>
        new(new() { Smtp = new() { Host = "127.0.0.1", Port = port, Tls = tls, From = "12345热线 <noreply@12345.example.gov.cn>" } }, TimeProvider.System);
}
