using Hotline.Tickets.Attachments;

namespace Hotline.Tickets;

/// <summary>The section "Tickets" of the settings.</summary>
public sealed class TicketsOptions
{
    /// <summary>The city profile (城市配置). A relative path is looked for from the working folder and from the program's folder upwards.</summary>
    public string City { get; set; } = "samples/city/city.json";

    /// <summary>The key of personal data: made on first use, readable by its owner only, to be backed up apart from the database.</summary>
    public string KeyFile { get; set; } = ".data/tickets.key";

    /// <summary>Fills an empty store with the tickets.json beside the city profile. A real city has none there.</summary>
    public bool SampleTickets { get; set; } = true;

    /// <summary>Whether this host takes part in running the recurring jobs (定时任务).</summary>
    public bool Jobs { get; set; } = true;

    /// <summary>Where the roots of the days are kept outside the database (锚定); to be copied elsewhere.</summary>
    public string Anchors { get; set; } = ".data/anchors";

    /// <summary>附件</summary>
    public AttachmentOptions Attachments { get; set; } = new();

    internal string CityFile => Path.IsPathRooted(City) || File.Exists(City) ? Path.GetFullPath(City) : Upwards(AppContext.BaseDirectory) ?? City;

    private string? Upwards(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, City))) return Path.Combine(folder, City);
        }

        return null;
    }
}
