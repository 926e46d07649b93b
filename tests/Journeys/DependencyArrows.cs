using System.Xml.Linq;

namespace Hotline.Journeys;

/// <summary>The arrows drawn in docs/architecture.md, and no others.</summary>
public sealed class DependencyArrows
{
    private static readonly string[] Drawn =
    [
        "Agent.Blazor -> Search, Telephony, Tickets",
        "Search -> Tickets",
        "Telephony -> ",
        "Tickets -> ",
    ];

    [Fact]
    public void Projects_refer_only_to_what_is_drawn()
    {
        var found = FilesUnder("src", "*.csproj")
            .Select(project => $"{Path.GetFileNameWithoutExtension(project)} -> {string.Join(", ", ReferencesOf(project))}")
            .Order(StringComparer.Ordinal);

        Assert.Equal(Drawn, found);
    }

    // What the steps of a ticket's life stand on, and what shows several of them together.
    private static readonly string[] Ground = ["bin", "obj", "City", "Deadlines", "EventStore", "Feed", "Requesters"];
    private static readonly string[] Together = ["Citizens", "Http", "Reading", "SampleData"];

    [Fact]
    public void Steps_of_a_tickets_life_do_not_know_each_other()
    {
        var steps = Directory.GetDirectories(Path.Combine(Checkout.Root, "src", "Tickets"))
            .Select(folder => Path.GetFileName(folder))
            .Except([.. Ground, .. Together])
            .ToList();

        var strangers =
            from step in steps
            from file in FilesUnder(Path.Combine("src", "Tickets", step), "*.cs")
            from other in steps
            where other != step && File.ReadAllText(file).Contains($"Hotline.Tickets.{other}", StringComparison.Ordinal)
            select $"{step}/{Path.GetFileName(file)} -> {other}";

        Assert.Contains("Dispatching", steps);
        Assert.Empty(strangers);
    }

    private static IEnumerable<string> ReferencesOf(string project) => XDocument.Load(project)
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> FilesUnder(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), pattern, SearchOption.AllDirectories);
}
