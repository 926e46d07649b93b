namespace Hotline.Agent.Blazor.Marks;

/// <summary>
/// Finds the code in a picture of a page, wherever it was cut. Pixels a cell apart differ by the mark alone where the page is plain; folded onto one tile,
/// letters and edges drop out and what repeats stays. Every place where the tile may begin is tried; the check says which is right.
/// </summary>
internal static class MarkReader
{
    /// <summary>More than a mark can differ: a letter or an edge.</summary>
    private const float Edge = 6;

    /// <summary>Levels; what noise alone stays under.</summary>
    private const double Faintest = 0.4;

    /// <summary>Bits that lie under letters everywhere are tried both ways, the weakest so many.</summary>
    private const int Unsure = 6;
    private const int Inner = MarkPattern.Cell - 2;

    /// <summary>Dots of the screen to a pixel of the page.</summary>
    private static readonly double[] Scales = [1, 2, 1.25, 1.5, 1.75, 3, 2.5];

    /// <returns>Null where there is no mark, or too little of it.</returns>
    internal static int? Read(LightImage image) => Scales.Select(scale => AtScale(image.Shrunk(scale))).FirstOrDefault(code => code is not null);

    private static int? AtScale(LightImage image)
    {
        var boxes = Boxes(Fold(image));
        (double Strength, ulong Word) best = (Faintest, 0);
        for (var at = 0; at < boxes.Length; at++)
        {
            var (strength, word) = Say(boxes, at % MarkPattern.Width, at / MarkPattern.Width);
            if (strength > best.Strength && word is { } said) best = (strength, said);
        }

        return best.Strength > Faintest ? MarkPattern.Code(best.Word) : null;
    }

    /// <summary>By how much each place of the tile is lighter than the place one cell to its right, on average.</summary>
    private static double[] Fold(LightImage image)
    {
        var (sum, count) = (new double[MarkPattern.Width * MarkPattern.Height], new int[MarkPattern.Width * MarkPattern.Height]);
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width - MarkPattern.Cell; x++)
            {
                var lighter = image.Light[(y * image.Width) + x] - image.Light[(y * image.Width) + x + MarkPattern.Cell];
                if (Math.Abs(lighter) > Edge) continue;
                var place = (y % MarkPattern.Height * MarkPattern.Width) + (x % MarkPattern.Width);
                sum[place] += lighter;
                count[place]++;
            }
        }

        return [.. sum.Zip(count, (s, n) => n == 0 ? 0 : s / n)];
    }

    /// <summary>The mean of the inside of a cell that begins at each place.</summary>
    private static double[] Boxes(double[] folded)
    {
        var boxes = new double[folded.Length];
        for (var at = 0; at < boxes.Length; at++)
        {
            for (var inside = 0; inside < Inner * Inner; inside++)
            {
                var (x, y) = ((at + 1 + (inside % Inner)) % MarkPattern.Width, ((at / MarkPattern.Width) + 1 + (inside / Inner)) % MarkPattern.Height);
                boxes[at] += folded[(y * MarkPattern.Width) + x] / (Inner * Inner);
            }
        }

        return boxes;
    }

    private static (double Strength, ulong? Word) Say(double[] boxes, int left, int top)
    {
        Span<double> lighter = stackalloc double[MarkPattern.Bits];
        var (word, strength) = (0UL, 0.0);
        for (var bit = 0; bit < MarkPattern.Bits; bit++)
        {
            var (x, y) = ((left + (bit % MarkPattern.PairsInRow * 2 * MarkPattern.Cell)) % MarkPattern.Width, (top + (bit / MarkPattern.PairsInRow * MarkPattern.Cell)) % MarkPattern.Height);
            lighter[bit] = boxes[(y * MarkPattern.Width) + x];
            strength += Math.Abs(lighter[bit]) / MarkPattern.Bits;
            if (lighter[bit] > 0) word |= 1UL << bit;
        }

        return (strength, strength > Faintest ? Checked(word, lighter) : null);
    }

    /// <summary>The word itself, or with some of its weakest bits turned.</summary>
    private static ulong? Checked(ulong word, ReadOnlySpan<double> lighter)
    {
        if (MarkPattern.Holds(word)) return word;
        Span<int> weakest = stackalloc int[MarkPattern.Bits];
        for (var i = 0; i < weakest.Length; i++) weakest[i] = i;
        var strengths = lighter.ToArray();
        weakest.Sort((a, b) => Math.Abs(strengths[a]).CompareTo(Math.Abs(strengths[b])));
        for (var turned = 1; turned < 1 << Unsure; turned++)
        {
            var other = word;
            for (var i = 0; i < Unsure; i++) if ((turned >> i & 1) == 1) other ^= 1UL << weakest[i];
            if (MarkPattern.Holds(other)) return other;
        }

        return null;
    }
}
