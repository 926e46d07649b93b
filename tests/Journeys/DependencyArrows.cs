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

    // The steps of a ticket's life. What stands beside the road (knowledge, letters, merging, statistics, jobs …) may know them.
    private static readonly string[] Steps =
    [
        "Accepting", "Archiving", "Dispatching", "Disputes", "FollowingUp", "Handling", "Police", "Reviewing", "Supervising", "UnifiedReplies", "Whistles", "Withdrawing",
    ];

    // Where one step does speak of another: a return may open a dispute, a citizen's answer resumes a suspension, a unit's message passes the reply's gate for inner words, a reply answers tasks point by point, a redo may be raised, a whistle calls by tasks.
    private static readonly string[] DrawnBetweenSteps =
    [
        "Accepting -> UnifiedReplies",
        "Dispatching -> Disputes",
        "Dispatching -> Handling",
        "Handling -> UnifiedReplies",
        "Supervising -> FollowingUp",
        "UnifiedReplies -> Handling",
        "Whistles -> Accepting",
        "Whistles -> Handling",
    ];

    [Fact]
    public void Steps_of_a_tickets_life_know_each_other_only_where_it_is_drawn()
    {
        var found =
            from step in Steps
            from file in FilesUnder(Path.Combine("src", "Tickets", step), "*.cs")
            from other in Steps
            where other != step && File.ReadAllText(file).Contains($"Hotline.Tickets.{other}", StringComparison.Ordinal)
            select $"{step} -> {other}";

        Assert.Equal(DrawnBetweenSteps, found.Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> ReferencesOf(string project) => XDocument.Load(project)
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> FilesUnder(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), pattern, SearchOption.AllDirectories);
}
