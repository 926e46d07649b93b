using System.Globalization;
using Hotline.Tickets.Dispatching;

namespace Hotline.Tickets.Tests.Merging;

public sealed class MergeWalkTests
{
    /// <summary>HOTLINE_MERGE_SEQUENCES=100000 runs as many, a hundred otherwise; HOTLINE_MERGE_FROM says with which seed to begin.</summary>
    private static readonly int Sequences = Number("HOTLINE_MERGE_SEQUENCES", 100);

    private static readonly int From = Number("HOTLINE_MERGE_FROM", 1);

    /// <summary>Then the walk goes on with other tickets: a log that has grown long makes every look at it slow.</summary>
    private const int OnTheSameTickets = 200;

    [Fact]
    public async Task After_any_sequence_of_merges_and_unmerges_every_hash_is_the_original()
    {
        await using var ground = await MergeGround.OpenAsync();
        for (var first = From; first < From + Sequences; first += OnTheSameTickets)
        {
            var tickets = await ground.AcceptAsync(8);
            foreach (var ticket in tickets.Take(4)) await ground.House.DoAsync(ticket.Id, new DispatchTicket(Sample.Water), Sample.Dispatcher);
            for (var seed = first; seed < first + OnTheSameTickets && seed < From + Sequences; seed++) await new MergeWalk(ground, tickets, seed).RunAsync(6);
            foreach (var ticket in tickets)
            {
                Assert.True(await ground.House.File.IsUntouchedAsync(ticket.Id, Ct), $"seed {first} and on");
                Assert.True(await ground.Relations.IsUntouchedAsync(ticket.Id, Ct), $"seed {first} and on");
            }
        }
    }

    private static int Number(string name, int otherwise) => Environment.GetEnvironmentVariable(name) is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : otherwise;
}
