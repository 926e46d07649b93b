namespace Hotline.Journeys;

/// <summary>One host and one browser for the calls that need nothing but agents, one after another: your agents sign out of their seats at the end.</summary>
[CollectionDefinition(nameof(DeskDay))]
public sealed class DeskDay : ICollectionFixture<HotlineHost>, ICollectionFixture<Browser>;
