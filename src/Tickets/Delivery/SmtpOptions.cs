using System.Net.Mail;

namespace Hotline.Tickets.Delivery;

/// <summary>The section "Delivery:Smtp": the mail server that takes what goes out by mail. Without a host mail lies in the outbox folder, for a gateway of its own.</summary>
public sealed class SmtpOptions
{
    /// <summary>Null: no mail server.</summary>
    public string? Host { get; set; }

    /// <summary>Of submission: 587 (RFC 6409), or 25 within a city's own network.</summary>
    public int Port { get; set; } = 587;

    /// <summary>STARTTLS (RFC 3207): a server that does not offer it is refused. False only within a network that is trusted.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>Null where the server asks for no name.</summary>
    public string? User { get; set; }

    /// <summary>Give it as Delivery__Smtp__Password in the environment rather than in a file.</summary>
    public string? Password { get; set; }

    /// <summary>发件人, such as 12345热线 &lt;noreply@12345.example.gov.cn&gt;.</summary>
    public string? From { get; set; }

    /// <summary>How long one message may take; less than the minute it is leased for.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    internal bool IsSet => !string.IsNullOrWhiteSpace(Host);

    /// <exception cref="InvalidOperationException">A setting cannot be; the message names it and what to write.</exception>
    internal SmtpOptions Checked()
    {
        if (!IsSet) return this;
        if (Port is < 1 or > 65535) throw Wrong(nameof(Port), "a port from 1 to 65535");
        if (!MailAddress.TryCreate(From, out _)) throw Wrong(nameof(From), "the address that mail comes from, for example 12345 <noreply@12345.example.gov.cn>");
        if (TimeoutSeconds is < 1 or > 50) throw Wrong(nameof(TimeoutSeconds), "seconds from 1 to 50");
        if (User is null != Password is null) throw Wrong(User is null ? nameof(User) : nameof(Password), "both User and Password, or neither");
        return this;
    }

    private static InvalidOperationException Wrong(string setting, string write) => new($"Delivery:Smtp:{setting} must be {write}.");
}
