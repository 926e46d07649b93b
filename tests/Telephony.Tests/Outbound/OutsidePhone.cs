using Hotline.Telephony.Phones;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Outbound;

/// <summary>A phone outside that is called: a citizen's, an official's, 12356, 120. Ports apart from the hotlines'.</summary>
internal static class OutsidePhone
{
    private static int _block;

    internal static Task<PoliceDesk> StartAsync()
    {
        var first = 30_100 + (Interlocked.Increment(ref _block) % 40 * 50);
        return PoliceDesk.StartAsync(new() { FirstRtpPort = first, LastRtpPort = first + 49 }, TimeProvider.System, NullLoggerFactory.Instance, default);
    }
}
