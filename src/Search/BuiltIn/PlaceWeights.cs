using System.Runtime.InteropServices;

namespace Hotline.Search.BuiltIn;

/// <summary>How much it says that two cases name the same place, or different ones: much for a lane, little for the city itself.</summary>
internal sealed class PlaceWeights
{
    // with few cases known a place that two of them name is still a rare one
    private const double Assumed = 50;

    private readonly Dictionary<ulong, int> _cases = [];
    private int _count;

    /// <summary>Counts the marks of one more case and gives them back as they are kept.</summary>
    internal ulong[] Add(IEnumerable<ulong> marks)
    {
        _count++;
        ulong[] kept = [.. marks];
        foreach (var mark in kept) CollectionsMarshal.GetValueRefOrAddDefault(_cases, mark, out _)++;
        return kept;
    }

    /// <summary>
    /// The factor of a case's score, from 0.3 to 1: up by what both name, down when each names what the other does not. A text
    /// that names no place, or nothing but the city, says little either way.
    /// </summary>
    internal (double Factor, bool Elsewhere) Compare(Dictionary<ulong, string> asked, ulong[] marks) => Compare(asked, marks, mark => Weight(_count, _cases.GetValueOrDefault(mark)));

    /// <param name="weight">Of a mark.</param>
    internal static (double Factor, bool Elsewhere) Compare(Dictionary<ulong, string> asked, IEnumerable<ulong> marks, Func<ulong, double> weight)
    {
        var (shared, here, there) = (0.0, asked.Keys.Sum(weight), 0.0);
        foreach (var mark in marks)
        {
            if (asked.ContainsKey(mark)) shared += weight(mark);
            else there += weight(mark);
        }
        var conflict = Math.Min(here - shared, there);
        var against = conflict / (conflict + shared + 0.25);
        return (0.75 + (0.25 * Math.Min(shared, 1)) - (0.45 * Math.Min(2 * conflict, 1) * against), conflict > 0.25 && against > 0.5);
    }

    /// <summary>1 for a place named once, towards 0 for one that every case names.</summary>
    internal static double Weight(long cases, int naming) => Math.Log((cases + Assumed) / (naming + 0.5)) / Math.Log((cases + Assumed) / 0.5);
}
