using System.Globalization;
using Hotline.Tickets.Statistics;

namespace Hotline.Agent.Blazor.Supervisors;

internal static class Percent
{
    /// <summary>Such as 97.5%; a dash where nothing is counted, which is not the same as zero.</summary>
    internal static string Of(Rate rate) => rate.Value is { } value ? value.ToString("P1", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal) : "—";
}
