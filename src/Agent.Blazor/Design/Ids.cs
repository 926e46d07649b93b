using System.Globalization;

namespace Hotline.Agent.Blazor.Design;

/// <summary>Ids that no other element of any page has, for labels and what they name.</summary>
internal static class Ids
{
    private static long _last;

    internal static string Next(string kind) => kind + "-" + Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
}
