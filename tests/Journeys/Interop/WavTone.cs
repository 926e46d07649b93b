using System.Buffers.Binary;

namespace Hotline.Journeys.Interop;

/// <summary>What other people's phones say and hear, as WAV files.</summary>
internal static class WavTone
{
    /// <summary>Ten seconds of 500 Hz, 16 bits.</summary>
    internal static void Write(string file, int rate)
    {
        using var wav = new BinaryWriter(File.Create(file));
        wav.Write("RIFF"u8);
        wav.Write(36 + (rate * 20));
        wav.Write("WAVEfmt "u8);
        wav.Write(16);
        wav.Write(0x0001_0001); // PCM, one channel
        wav.Write(rate);
        wav.Write(rate * 2);
        wav.Write(0x0010_0002); // two bytes a sample, 16 bits
        wav.Write("data"u8);
        wav.Write(rate * 20);
        for (var n = 0; n < rate * 10; n++) wav.Write((short)(9000 * Math.Sin(2 * Math.PI * 500 * n / rate)));
    }

    /// <summary>Root mean square of a WAV file of 16 bits.</summary>
    internal static double Loud(string wav)
    {
        var bytes = File.ReadAllBytes(wav);
        double sum = 0;
        for (var at = 44; at + 1 < bytes.Length; at += 2) sum += Math.Pow(BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at)), 2);
        return Math.Sqrt(sum / Math.Max(1, (bytes.Length - 44) / 2));
    }
}
