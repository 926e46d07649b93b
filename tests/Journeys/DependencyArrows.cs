using System.Diagnostics;
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

    [Fact]
    public void The_default_solution_its_locks_and_its_host_know_no_engine()
    {
        var packages = EnginePackages.Select(version => version.Attribute("Include")!.Value).ToList();
        Assert.NotEmpty(packages);
        var solution = File.ReadAllText(Path.Combine(Checkout.Root, "Hotline.sln"));
        foreach (var folder in (string[])["engines", "grains"]) Assert.DoesNotContain($"\"{folder}\\", solution, StringComparison.Ordinal);

        foreach (var list in (string[])[.. FilesUnder("src", "packages.lock.json"), .. FilesUnder("tests", "packages.lock.json"), Path.ChangeExtension(Checkout.Program, ".deps.json")])
        {
            var text = File.ReadAllText(list);
            Assert.DoesNotContain(packages, package => text.Contains($"\"{package}", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain("Hotline.Engines", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Of_an_engine_that_is_none_the_host_says_so_and_names_those_there_are()
    {
        var ct = TestContext.Current.CancellationToken;
        foreach (var command in (string[][])[[], ["call", "none.wav"]])
        {
            using var host = Process.Start(new ProcessStartInfo("dotnet", [Checkout.Program, .. command, "--engines=orleanz"]) { RedirectStandardError = true, UseShellExecute = false })!;
            var said = await host.StandardError.ReadToEndAsync(ct);
            await host.WaitForExitAsync(ct);
            Assert.NotEqual(0, host.ExitCode);
            Assert.Contains("'orleanz'", said, StringComparison.Ordinal);
            Assert.Contains(string.Join(", ", EnginePackages.Select(version => version.Parent!.Attribute("Label")!.Value).Distinct().Order(StringComparer.Ordinal)), said, StringComparison.Ordinal);
        }
    }

    /// <summary>What engines are made of; the Label of a group is the engine's name.</summary>
    private static IEnumerable<XElement> EnginePackages => ((string[])["engines", "grains"])
        .SelectMany(folder => XDocument.Load(Path.Combine(Checkout.Root, folder, "Directory.Packages.props")).Descendants("PackageVersion"));

    private static IEnumerable<string> ReferencesOf(string project) => XDocument.Load(project)
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> FilesUnder(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), pattern, SearchOption.AllDirectories);
}
