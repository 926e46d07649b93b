namespace Hotline.Telephony.Media;

/// <summary>提示音: audio to be played, kept as A-law of 8000 samples/s, so that playing it is copying.</summary>
public sealed class Prompt
{
    private Prompt(byte[] alaw)
    {
        if (alaw.Length == 0) throw new InvalidDataException("The prompt holds no audio.");
        Alaw = alaw;
    }

    /// <summary>A-law, 8000 samples/s.</summary>
    public ReadOnlyMemory<byte> Alaw { get; }

    public TimeSpan Length => TimeSpan.FromSeconds(Alaw.Length / 8000.0);

    /// <summary>Reads a WAV file: PCM, 32-bit float, A-law or μ-law at 8000 or 16000 samples/s; several channels become one.</summary>
    /// <exception cref="InvalidDataException">It is not such a file; the message names it and says what is wrong.</exception>
    public static Prompt Load(string file)
    {
        try
        {
            return new Prompt(WavReader.ReadAlaw(File.ReadAllBytes(file)));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{file}: {e.Message} Expected is a WAV file of PCM, float, A-law or μ-law at 8000 or 16000 samples/s.", e);
        }
    }

    /// <summary>What came as a file over the network; kinds and exception as for <see cref="Load"/>.</summary>
    internal static Prompt Read(ReadOnlySpan<byte> wav) => new(WavReader.ReadAlaw(wav));

    /// <summary>What was kept as A-law of 8000 samples/s.</summary>
    internal static Prompt OfAlaw(byte[] alaw) => new(alaw);

    /// <summary>One after the other, without a pause.</summary>
    /// <exception cref="InvalidDataException">There are none.</exception>
    public static Prompt Join(IReadOnlyList<Prompt> parts)
    {
        if (parts is [var one]) return one;
        var alaw = new byte[parts.Sum(p => p.Alaw.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.Alaw.CopyTo(alaw.AsMemory(at));
            at += part.Alaw.Length;
        }

        return new Prompt(alaw);
    }

    /// <summary>Speech made in this process, 16-bit samples at 8000 a second.</summary>
    public static Prompt FromSamples(ReadOnlySpan<short> samples8k)
    {
        var alaw = new byte[samples8k.Length];
        G711.Encode(samples8k, alaw, AudioCodec.Pcma);
        return new Prompt(alaw);
    }
}
