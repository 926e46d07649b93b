using System.Buffers.Binary;

namespace Hotline.Bench;

/// <summary>The recordings a load left behind: whole means that the header's sizes are the file's.</summary>
internal sealed record RecordingCheck(int Count, int Whole, double Shortest, double Longest)
{
    private const int HeaderBytes = 58, BytesPerSecond = 16000;

    internal static RecordingCheck Since(DateTimeOffset began, string folder)
    {
        if (!Directory.Exists(folder)) return new(0, 0, 0, 0);
        var files = new DirectoryInfo(folder).EnumerateFiles("*.wav", SearchOption.AllDirectories).Where(f => f.LastWriteTimeUtc >= began.UtcDateTime).ToList();
        var lengths = files.Where(IsWhole).Select(f => (f.Length - HeaderBytes) / (double)BytesPerSecond).ToList();
        return new(files.Count, lengths.Count, lengths.DefaultIfEmpty().Min(), lengths.DefaultIfEmpty().Max());
    }

    private static bool IsWhole(FileInfo file)
    {
        Span<byte> head = stackalloc byte[HeaderBytes];
        using var stream = file.OpenRead();
        return stream.ReadAtLeast(head, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes
            && BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) == file.Length - 8
            && BinaryPrimitives.ReadUInt32LittleEndian(head[(HeaderBytes - 4)..]) == file.Length - HeaderBytes;
    }
}
