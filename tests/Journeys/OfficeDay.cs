namespace Hotline.Journeys;

/// <summary>One host and one browser for the stories without a call, one after another: count only what your own story made.</summary>
[CollectionDefinition(nameof(OfficeDay))]
public sealed class OfficeDay : ICollectionFixture<HotlineHost>, ICollectionFixture<Browser>;
