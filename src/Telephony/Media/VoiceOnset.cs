using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Media;

/// <summary>Whether a leg's peer has spoken yet: three loud frames of five, over the line's own noise. Belongs to the media thread.</summary>
internal sealed class VoiceOnset
{
    private const int Window = 0b11111;
    private const int Enough = 3;

    private readonly Loudness _loudness = new();
    private readonly short[] _samples = new short[AudioTap.FrameSamples];
    private uint _voiced;

    internal bool Hears(ReadOnlySpan<byte> frame, AudioCodec codec)
    {
        G711.Decode(frame, _samples, codec);
        var voiced = _loudness.Hear(_samples, speaking: false).Voiced;
        _voiced = ((_voiced << 1) | (voiced ? 1u : 0)) & Window;
        return System.Numerics.BitOperations.PopCount(_voiced) >= Enough;
    }
}
