namespace Hotline.Telephony.Media;

/// <summary>舒适噪声 (RFC 3389): what is heard while a peer that is silent sends nothing. Its spectrum is not followed.</summary>
internal static class ComfortNoise
{
    internal const byte PayloadType = 13;

    /// <summary>The first byte is how far below the loudest the noise is, in dB; as the amplitude of even noise, null where there is none.</summary>
    internal static double? Level(ReadOnlySpan<byte> payload) =>
        payload.IsEmpty || payload[0] > 127 ? null : short.MaxValue * Math.Sqrt(3) * Math.Pow(10, -payload[0] / 20.0);

    internal static void Fill(Span<byte> frame, double level, AudioCodec law)
    {
        for (var i = 0; i < frame.Length; i++) frame[i] = G711.Encode((short)Math.Clamp(level * ((2 * Random.Shared.NextDouble()) - 1), -32767, 32767), law);
    }
}
