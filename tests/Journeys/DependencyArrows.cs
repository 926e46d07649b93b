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

    [Fact]
    public void Slices_of_tickets_meet_only_in_the_root_of_tickets()
    {
        var slices = Directory.GetDirectories(Path.Combine(Checkout.Root, "src", "Tickets"))
            .Select(folder => Path.GetFileName(folder))
            .Except(["bin", "obj", "EventStore"])
            .ToList();

        var strangers =
            from slice in slices
            from file in FilesUnder(Path.Combine("src", "Tickets", slice), "*.cs")
            from other in slices
            where other != slice && File.ReadAllText(file).Contains($"Hotline.Tickets.{other}", StringComparison.Ordinal)
            select $"{slice}/{Path.GetFileName(file)} -> {other}";

        Assert.Empty(strangers);
    }

    private static IEnumerable<string> ReferencesOf(string project) => XDocument.Load(project)
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> FilesUnder(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), pattern, SearchOption.AllDirectories);
}
