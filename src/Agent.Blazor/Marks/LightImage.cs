namespace Hotline.Agent.Blazor.Marks;

/// <summary>How light each pixel of a picture is, 0 to 255.</summary>
internal sealed record LightImage(int Width, int Height, float[] Light)
{
    /// <summary>Smaller by a factor, each pixel the mean of what it covers: a screen of two dots a pixel becomes one again.</summary>
    internal LightImage Shrunk(double by)
    {
        if (by == 1) return this;
        var (width, height) = ((int)(Width / by), (int)(Height / by));
        var light = new float[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++) light[(y * width) + x] = Mean(x * by, y * by, by);
        }

        return new(width, height, light);
    }

    private float Mean(double left, double top, double size)
    {
        var (sum, weight) = (0.0, 0.0);
        for (var y = (int)top; y < Math.Min(Height, top + size); y++)
        {
            for (var x = (int)left; x < Math.Min(Width, left + size); x++)
            {
                var part = Covered(x, left, size) * Covered(y, top, size);
                (sum, weight) = (sum + (Light[(y * Width) + x] * part), weight + part);
            }
        }

        return weight == 0 ? 0 : (float)(sum / weight);
    }

    private static double Covered(int pixel, double from, double size) => Math.Min(pixel + 1, from + size) - Math.Max(pixel, from);
}
