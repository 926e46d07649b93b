using System.Buffers.Binary;

namespace Hotline.Engines.WhisperNet;

/// <summary>The first numbers of a ggml model file (whisper.cpp, whisper_model_load), which Whisper.net does not tell.</summary>
internal sealed record ModelHeader(int Vocabulary, int AudioContext, int AudioState)
{
    private const int Magic = 0x67676d6c; // "ggml"

    /// <summary>The least vocabulary of a model of many languages (whisper.cpp, is_multilingual).</summary>
    private const int Multilingual = 51865;

    /// <summary>Null when it is no such file, or a model for English only.</summary>
    internal static ModelHeader? Read(string file)
    {
        Span<byte> head = stackalloc byte[16];
        using var model = File.OpenRead(file);
        if (model.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || Number(head, 0) != Magic) return null;
        var header = new ModelHeader(Number(head, 1), Number(head, 2), Number(head, 3));
        return header.Vocabulary >= Multilingual ? header : null;
    }

    private static int Number(ReadOnlySpan<byte> head, int index) => BinaryPrimitives.ReadInt32LittleEndian(head[(index * 4)..]);
}
