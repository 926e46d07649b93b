namespace Hotline.Telephony.Media;

/// <summary>
/// ITU-T G.722 at 64 kbit/s (mode 1) for a hotline whose mixer and recordings have 8000 samples/s: the codec splits 16 kHz speech
/// into two bands of 8000 samples/s each, so the lower band is ours as it is and the upper one is silent when we speak and not
/// listened to when the peer does. One byte is one sample of ours, and one step of RTP's clock (RFC 3551 section 4.5.2).
/// </summary>
internal static class G722
{
    // what the upper band's coder says of silence, for ever: its smallest positive step
    private const byte SilentUpperBand = 0xC0;

    internal sealed class Encoder
    {
        private readonly G722Band _band = new();

        internal void Encode(ReadOnlySpan<short> samples, Span<byte> codes)
        {
            for (var i = 0; i < samples.Length; i++) codes[i] = (byte)(SilentUpperBand | _band.Encode(samples[i] >> 1));
        }

        internal void Reset() => _band.Reset();
    }

    internal sealed class Decoder
    {
        private readonly G722Band _band = new();

        internal void Decode(ReadOnlySpan<byte> codes, Span<short> samples)
        {
            for (var i = 0; i < codes.Length; i++) samples[i] = (short)(_band.Decode(codes[i] & 0x3F) << 1);
        }

        internal void Reset() => _band.Reset();
    }
}
