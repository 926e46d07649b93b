namespace Hotline.Tickets.Attachments;

/// <summary>The section "Tickets:Attachments" of the settings.</summary>
public sealed class AttachmentOptions
{
    /// <summary>Where the sealed files lie. Hosts that share a database share it; to be backed up with the database.</summary>
    public string Folder { get; set; } = ".data/attachments";

    /// <summary>Of one file.</summary>
    public int MaxBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>Files a citizen may send to one request.</summary>
    public int PerCitizen { get; set; } = 9;

    /// <summary>Files of one ticket altogether.</summary>
    public int PerTicket { get; set; } = 50;

    /// <summary>host:port of a clamd that scans every file; without one, files are marked unscanned.</summary>
    public string? Clamd { get; set; }
}
