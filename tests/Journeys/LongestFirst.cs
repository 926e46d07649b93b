using Hotline.Journeys;
using Hotline.Journeys.Desk;
using Hotline.Journeys.Interop;
using Hotline.Journeys.Pages;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Hotline.Journeys;

/// <summary>The day of the pages takes longest, then these: a long one begun last would run on alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [nameof(PagesDay), nameof(CityDay), nameof(DeskDay), nameof(InteropDay), nameof(DemoJourney), nameof(TwoNodesJourney)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Rank)];

    private static int Rank<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var rank = Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal));
        return rank < 0 ? Long.Length : rank;
    }
}
