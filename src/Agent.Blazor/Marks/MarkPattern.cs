using System.Globalization;
using System.Text;

namespace Hotline.Agent.Blazor.Marks;

/// <summary>
/// 暗水印: a pattern over every staff page, two of 255 levels from the ground, that says whose screen it was. A tile repeats all over the page; it holds
/// 64 pairs of cells, and of each pair one is darkened: the left one for a nought, the right one for a one. 32 bits are the code, 32 their check.
/// </summary>
internal static class MarkPattern
{
    /// <summary>CSS pixels.</summary>
    internal const int Cell = 8;
    internal const int Bits = 64;
    internal const int PairsInRow = 8;
    internal const int Width = PairsInRow * 2 * Cell;
    internal const int Height = Bits / PairsInRow * Cell;

    /// <summary>What the tile of a code says, and its check with it.</summary>
    internal static ulong Word(int code) => ((ulong)(uint)code << 32) | Check((uint)code);

    internal static bool Holds(ulong word) => (uint)word == Check((uint)(word >> 32));

    internal static int Code(ulong word) => (int)(word >> 32);

    /// <summary>The tile as a picture (SVG). On dark pages the other cell of each pair is lightened, so that both read the same.</summary>
    internal static string Svg(int code, bool onDark)
    {
        var (word, path) = (Word(code), new StringBuilder());
        for (var pair = 0; pair < Bits; pair++)
        {
            var right = ((word >> pair) & 1) == 1 != onDark;
            path.Append(CultureInfo.InvariantCulture, $"M{((pair % PairsInRow * 2) + (right ? 1 : 0)) * Cell} {pair / PairsInRow * Cell}h{Cell}v{Cell}h-{Cell}z");
        }

        return $"""<svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{Height}" shape-rendering="crispEdges"><path d="{path}" fill="{(onDark ? "#fff" : "#000")}" fill-opacity=".008"/></svg>""";
    }

    /// <summary>Every bit of the code changes about half of it (the finishing steps of MurmurHash3).</summary>
    private static uint Check(uint code)
    {
        var h = code ^ 0x9E3779B9;
        h = (h ^ (h >> 16)) * 0x85EBCA6B;
        h = (h ^ (h >> 13)) * 0xC2B2AE35;
        return h ^ (h >> 16);
    }
}
