namespace Hotline.Tickets;

/// <summary>The section "Tickets" of the settings.</summary>
public sealed class TicketsOptions
{
    /// <summary>The city profile (城市配置).</summary>
    public string City { get; set; } = "samples/city/city.json";

    /// <summary>The key of personal data: made on first use, readable by its owner only, to be backed up apart from the database.</summary>
    public string KeyFile { get; set; } = ".data/tickets.key";

    /// <summary>Fills an empty store with the sample city's tickets.</summary>
    public bool SampleTickets { get; set; }
}
