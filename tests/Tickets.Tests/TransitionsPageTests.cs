namespace Hotline.Tickets.Tests;

public sealed class TransitionsPageTests
{
    /// <summary>Writes the page anew where it differs, and fails once so that the change is seen and committed.</summary>
    [Fact]
    public void The_page_of_states_says_what_the_table_says()
    {
        var file = Path.Combine(Path.GetDirectoryName(new TicketsOptions().CityFile)!, "..", "..", "docs", "states.md");
        var (wanted, there) = (TransitionsPage.Write(), File.Exists(file) ? File.ReadAllText(file) : "");
        if (wanted != there) File.WriteAllText(file, wanted);
        Assert.True(wanted == there, "docs/states.md was written anew from the transition table; look at it and commit it");
    }
}
