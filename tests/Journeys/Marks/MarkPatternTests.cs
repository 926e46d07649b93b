using Hotline.Agent.Blazor.Marks;

namespace Hotline.Journeys.Marks;

/// <summary>SEC-4: the mark reads back wherever a picture was cut, under letters and at other sizes, and nothing is read where there is none.</summary>
public sealed class MarkPatternTests
{
    private const int Code = 0x5EC0_0D42;

    [Theory]
    [InlineData(300, 200, 0, 0, 1, false)]
    [InlineData(200, 120, 37, 53, 1, false)]
    [InlineData(500, 300, 111, 7, 2, false)]
    [InlineData(500, 300, 5, 90, 1.5, true)]
    public void A_part_of_a_page_names_its_code(int width, int height, int left, int top, double scale, bool dark) =>
        Assert.Equal(Code, MarkReader.Read(Screen(width, height, left, top, scale, dark, Code)));

    [Fact]
    public void Where_there_is_no_mark_none_is_read() => Assert.Null(MarkReader.Read(Screen(500, 300, 0, 0, 1, dark: false, code: null)));

    [Fact]
    public void What_is_no_picture_is_none() => Assert.Null(PngImage.Read("GIF89a"u8));

    /// <summary>A page with lines of letters, cut at a place, on a screen of so many dots to a pixel.</summary>
    private static LightImage Screen(int width, int height, int left, int top, double scale, bool dark, int? code)
    {
        var random = new Random(1);
        var letters = Enumerable.Range(0, (width + 200) * (height + 200)).Select(_ => random.Next(4) == 0).ToArray();
        var light = new float[(int)(width * scale) * (int)(height * scale)];
        for (var i = 0; i < light.Length; i++)
        {
            var (x, y) = (left + (int)(i % (int)(width * scale) / scale), top + (int)(i / (int)(width * scale) / scale));
            var ground = y % 24 < 10 && letters[(y * width) + x] ? (dark ? 230 : 30) : dark ? 24 : 250;
            light[i] = code is { } marked && Marked(marked, x, y) != dark ? ground + (dark ? 2 : -2) : ground; // dark pages: the other cell is lighter
        }

        return new((int)(width * scale), (int)(height * scale), light);
    }

    private static bool Marked(int code, int x, int y)
    {
        var (column, row) = (x % MarkPattern.Width / MarkPattern.Cell, y % MarkPattern.Height / MarkPattern.Cell);
        return ((MarkPattern.Word(code) >> ((row * MarkPattern.PairsInRow) + (column / 2))) & 1) == (ulong)(column % 2);
    }
}
