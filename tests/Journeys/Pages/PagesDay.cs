namespace Hotline.Journeys.Pages;

/// <summary>One host of the sample city and one browser for the stories of people's pages, one after another: count only what your own story made.</summary>
[CollectionDefinition(nameof(PagesDay))]
public sealed class PagesDay : ICollectionFixture<HotlineHost>, ICollectionFixture<Browser>;
