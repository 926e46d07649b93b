using Hotline.Telephony.Media;

namespace Hotline.Telephony.Recordings;

/// <summary>A second of a recording on its way to the disk.</summary>
internal sealed class RecordingChunk
{
    internal byte[] Audio { get; } = new byte[StereoWav.BytesPerSecond];
    internal int Length { get; set; }

    /// <summary>In bytes of audio from the beginning of the time line.</summary>
    internal long Position { get; set; }
}

/// <summary>
/// 录音: the media thread's side of a recording. It belongs to the conversation and follows the media clock: 20 ms every tick,
/// whoever is there. It only copies; the writer does the rest.
/// </summary>
internal sealed class Recorder(RecordingWriter writer, AudioFile file)
{
    private RecordingChunk? _chunk;
    private long _position;

    internal AudioFile File => file;

    /// <summary>The writer's note that it has complained already.</summary>
    internal bool HasFailed { get; set; }

    internal void Begin(long position) => _position = position * StereoWav.BytesPerSample;

    internal void Warm() => Prefetch.Object(_chunk);

    internal void WarmChunk()
    {
        if (_chunk is { } chunk) Prefetch.Frame(chunk.Audio, chunk.Length, JitterBuffer.Frame * StereoWav.BytesPerSample);
    }

    internal void Write(MediaLeg? citizen)
    {
        const int Bytes = JitterBuffer.Frame * StereoWav.BytesPerSample;
        _chunk ??= writer.TryTake(_position);
        if (_chunk is { } chunk)
        {
            Interleave(citizen, chunk.Audio.AsSpan(chunk.Length, Bytes));
            chunk.Length += Bytes;
            if (chunk.Length == chunk.Audio.Length) Flush();
        }

        _position += Bytes;
    }

    private static void Interleave(MediaLeg? citizen, Span<byte> stereo)
    {
        if (citizen is null)
        {
            stereo.Fill(G711.AlawSilence);
            return;
        }

        Span<byte> left = stackalloc byte[JitterBuffer.Frame], right = stackalloc byte[JitterBuffer.Frame];
        G711.Convert(citizen.Heard, citizen.Codec, left, AudioCodec.Pcma);
        G711.Convert(citizen.Spoken, citizen.Codec, right, AudioCodec.Pcma);
        StereoWav.Interleave(left, right, stereo);
    }

    private void Flush()
    {
        if (_chunk is { } chunk) writer.Add(this, chunk);
        _chunk = null;
    }

    /// <summary>Hands over the rest; the writer completes the file and then <paramref name="ended"/>.</summary>
    internal void End(TaskCompletionSource<Recording?> ended)
    {
        Flush();
        writer.End(this, _position, ended);
    }
}
