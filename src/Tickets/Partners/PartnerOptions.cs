namespace Hotline.Tickets.Partners;

/// <summary>联动单位: one partner line and how it is reached.</summary>
public sealed record Partner
{
    /// <summary>For people, such as 公安110.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where packets are posted; null leaves them as files in the outbox, for another program to fetch.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Where the partner's ledger of a day is read for the nightly match, without the query; null waits until the partner posts it.</summary>
    public Uri? Ledger { get; init; }

    /// <summary>The partner's secret at our API (Authorization: Bearer …); without one only an administrator may speak for it.</summary>
    public string? Key { get; init; }

    /// <summary>Our secret at the partner: sent as Authorization: Bearer with every packet, probe and reading of its ledger; null where it asks for none.</summary>
    public string? SendKey { get; init; }

    /// <summary>值守表: who is on duty by day, night and holidays, as people read it.</summary>
    public IReadOnlyList<DutyDesk> Roster { get; init; } = [];

    /// <summary>签收时限 of a case that comes in.</summary>
    public TimeSpan SignWithin { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The same for an urgent one.</summary>
    public TimeSpan SignUrgentWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Its secrets stand in no log.</summary>
    public override string ToString() => Name;
}

/// <param name="When">Such as 工作日 08:00–20:00.</param>
/// <param name="Phone">Of the duty desk, not a person's own.</param>
public sealed record DutyDesk(string When, string Who, string Phone);

/// <summary>Section "Partners": lines by their number (110, 119 …) and what holds for all.</summary>
public sealed record PartnerOptions
{
    /// <summary>By number. 110 is always there.</summary>
    public IDictionary<string, Partner> Lines { get; init; } = new Dictionary<string, Partner>(StringComparer.Ordinal);

    /// <summary>Where packets lie that no endpoint takes.</summary>
    public string Outbox { get; init; } = Path.Combine(Path.GetTempPath(), "hotline-partners");

    /// <summary>未回执报警: a packet without a receipt for so long is an alarm.</summary>
    public TimeSpan AckWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>So many wrong keys a minute may come from one address; then it waits.</summary>
    public int WrongKeysPerMinute { get; init; } = 10;

    internal const string Police = "110";

    private static readonly (string Id, string Name)[] Known = [(Police, "公安110"), ("119", "消防119"), ("120", "急救120"), ("122", "交警122")];

    /// <summary>Every partner by number, 110 first, the configured ones as configured.</summary>
    internal IReadOnlyDictionary<string, Partner> All { get; private set; } = new Dictionary<string, Partner>(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">Names the setting and the fix.</exception>
    internal PartnerOptions Completed()
    {
        var all = new OrderedDictionary<string, Partner>(StringComparer.Ordinal);
        foreach (var (id, name) in Known) all[id] = new() { Name = name };
        foreach (var (id, line) in Lines) all[id] = line.Name.Length > 0 ? line : line with { Name = Known.FirstOrDefault(k => k.Id == id).Name ?? id };
        All = all;
        return Wrong().FirstOrDefault() is { } problem ? throw new InvalidOperationException(problem) : this;
    }

    private IEnumerable<string> Wrong()
    {
        if (WrongKeysPerMinute < 1) yield return $"Partners:WrongKeysPerMinute is {WrongKeysPerMinute}: set it to 1 or more.";
        foreach (var (id, line) in Lines)
        {
            foreach (var (setting, address) in new[] { ("Endpoint", line.Endpoint), ("Ledger", line.Ledger) })
            {
                if (address is not null && !(address is { IsAbsoluteUri: true, Scheme: "http" or "https" })) yield return $"Partners:Lines:{id}:{setting} is \"{address}\": write it as http(s)://host/path.";
            }

            if (line.SendKey is { } key && !key.All(c => c is > ' ' and < '\x7f')) yield return $"Partners:Lines:{id}:SendKey has a character that no header can carry: use letters, digits and signs without spaces.";
        }
    }
}
