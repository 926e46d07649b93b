using Hotline.Telephony.Media;
using Hotline.Telephony.Tests.Calls;

namespace Hotline.Telephony.Tests.Endpoints;

/// <summary>What a stereo A-law recording holds, channel by channel.</summary>
internal sealed class StereoTones
{
    private const int Header = 58;
    private const int Window = 320;

    private readonly short[] _left;
    private readonly short[] _right;

    private StereoTones(short[] left, short[] right) => (_left, _right) = (left, right);

    internal static StereoTones Read(string file)
    {
        var audio = File.ReadAllBytes(file).AsSpan(Header).ToArray();
        return new(Channel(audio, 0), Channel(audio, 1));
    }

    /// <summary>Seconds in which this frequency is most of what the left channel holds.</summary>
    internal double Left(int hertz) => Seconds(_left, hertz);

    /// <inheritdoc cref="Left"/>
    internal double Right(int hertz) => Seconds(_right, hertz);

    private static double Seconds(short[] channel, int hertz) => channel.Chunk(Window).Count(part => TestTone.Share(part, hertz) > 0.8) * Window / 8000.0;

    private static short[] Channel(byte[] audio, int which)
    {
        var samples = new short[audio.Length / 2];
        G711.Decode([.. audio.Where((_, i) => i % 2 == which)], samples, AudioCodec.Pcma);
        return samples;
    }
}
