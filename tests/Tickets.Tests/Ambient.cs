global using static Hotline.Tickets.Tests.Ambient;

namespace Hotline.Tickets.Tests;

internal static class Ambient
{
    /// <summary>Cancelled when the test run is.</summary>
    internal static CancellationToken Ct => TestContext.Current.CancellationToken;
}
