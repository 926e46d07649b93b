using System.Runtime.InteropServices;

namespace Hotline.Bench.Speech;

/// <summary>One WAV (8 kHz mono PCM16) and what is said in it.</summary>
internal sealed record Clip(string File, string Text, short[] Samples)
{
    internal double Seconds => Samples.Length / 8000.0;

    /// <summary>Reads a tab-separated list with the columns file and text, its files beside it.</summary>
    internal static IReadOnlyList<Clip> ReadList(string list) =>
    [
        .. System.IO.File.ReadLines(list).Skip(1).Select(line => line.Split('\t'))
            .Select(column => Path.Combine(Path.GetDirectoryName(list)!, column[0]) is var file ? new Clip(file, column[1], ReadSamples(file)) : null!),
    ];

    private static short[] ReadSamples(string file)
    {
        var bytes = System.IO.File.ReadAllBytes(file).AsSpan();
        var data = bytes.IndexOf("data"u8);
        return MemoryMarshal.Cast<byte, short>(bytes[(data + 8)..]).ToArray();
    }

    /// <summary>Levenshtein distance in characters.</summary>
    internal int ErrorsIn(string heard)
    {
        var row = Enumerable.Range(0, heard.Length + 1).ToArray();
        for (var i = 0; i < Text.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < heard.Length; j++)
            {
                var replaced = diagonal + (Text[i] == heard[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, 1 + Math.Min(row[j], diagonal));
            }
        }

        return row[^1];
    }
}
