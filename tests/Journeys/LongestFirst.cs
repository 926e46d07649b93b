using Hotline.Journeys;
using Hotline.Journeys.Pages;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Hotline.Journeys;

/// <summary>The day of the pages takes longest: begun last, it would run on alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderByDescending(c => c.TestCollectionDisplayName == nameof(PagesDay))];
}
