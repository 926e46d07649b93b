using System.Buffers.Binary;
using System.Text;

namespace Hotline.Journeys;

/// <summary>A sine as 16-bit PCM in a WAV file: a voice that is easy to find again in a recording.</summary>
internal static class Tone
{
    internal static byte[] Wav(double hertz, int seconds, int sampleRate)
    {
        var samples = seconds * sampleRate;
        var file = new byte[44 + (samples * 2)];
        Header(file, sampleRate, samples * 2);
        for (var i = 0; i < samples; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(44 + (i * 2)), (short)(12_000 * Math.Sin(2 * Math.PI * hertz * i / sampleRate)));
        }

        return file;
    }

    private static void Header(Span<byte> file, int sampleRate, int bytes)
    {
        Encoding.ASCII.GetBytes("RIFF____WAVEfmt ", file);
        BinaryPrimitives.WriteInt32LittleEndian(file[4..], 36 + bytes);
        BinaryPrimitives.WriteInt32LittleEndian(file[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(file[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(file[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(file[24..], sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(file[28..], sampleRate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(file[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(file[34..], 16);
        Encoding.ASCII.GetBytes("data", file[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[40..], bytes);
    }
}
