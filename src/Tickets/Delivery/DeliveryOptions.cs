using Hotline.Tickets.Invitations;

namespace Hotline.Tickets.Delivery;

/// <summary>The section "Delivery" of the settings.</summary>
public sealed class DeliveryOptions
{
    /// <summary>Where the file channel writes its messages.</summary>
    public string Folder { get; set; } = ".data/outbox";

    /// <summary>How a message names the page for citizens, such as https://12345.example.gov.cn.</summary>
    public string Site { get; set; } = "12345网站";

    /// <summary>Tries before a message is given up.</summary>
    public int Tries { get; set; } = 5;

    /// <summary>An event older than this is no news any more: it is told on the page only. Natural days.</summary>
    public int NewsDays { get; set; } = 3;

    /// <summary>邮件服务器</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>How a message names the link of that code: an address that opens, where the site is one; otherwise the site and what to type there.</summary>
    internal string? LinkTo(InvitationCode? code) => code is not { } given ? null
        : Uri.TryCreate(Site, UriKind.Absolute, out var site) && site.Scheme is "https" or "http"
            ? $"{Site.TrimEnd('/')}/e/{given.Text}" : $"{Site}（邀评码{given.Text}）";
}
