using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Recordings;

/// <summary>
/// The one writer of all recordings, a thread of its own, which alone waits for the disk. The media thread leaves full chunks and never waits:
/// when the disk falls behind by <paramref name="maxChunks"/> seconds of audio, frames are counted as overflow and become silence in the file.
/// </summary>
internal sealed partial class RecordingWriter(ILogger log, int maxChunks = 8192) : IAsyncDisposable
{
    private const int SpareChunks = 64;

    // the writer looks by itself: to wake it would cost the media thread a lock
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<(Recorder Recorder, RecordingChunk? Chunk, long Length, TaskCompletionSource<Recording?>? Ended)> _full = new();
    private readonly ConcurrentQueue<RecordingChunk> _free = new();
    private readonly ConcurrentDictionary<Task, bool> _completing = new();
    private readonly ManualResetEvent _stopping = new(initialState: false);
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private int _open;
    private int _chunks;
    private long _overflows;

    internal void Start()
    {
        _thread = new Thread(WriteAll) { Name = "recordings", IsBackground = true };
        _thread.Start();
    }

    internal long Overflows => Volatile.Read(ref _overflows);

    internal Recorder Open(AudioFile file)
    {
        var recorder = new Recorder(this, file);
        // two seconds of memory a call, made here and not on the media thread
        for (var needed = (2 * Interlocked.Increment(ref _open)) + SpareChunks; Volatile.Read(ref _chunks) < Math.Min(needed, maxChunks);)
        {
            Interlocked.Increment(ref _chunks);
            _free.Enqueue(new RecordingChunk());
        }

        return recorder;
    }

    internal RecordingChunk? TryTake(long position)
    {
        if (!_free.TryDequeue(out var chunk))
        {
            // only while the disk is behind
            if (Volatile.Read(ref _chunks) >= maxChunks)
            {
                _overflows++;
                return null;
            }

            Interlocked.Increment(ref _chunks);
            chunk = new RecordingChunk();
        }

        (chunk.Length, chunk.Position) = (0, position);
        return chunk;
    }

    internal void Add(Recorder recorder, RecordingChunk chunk) => _full.Enqueue((recorder, chunk, 0, null));

    internal void End(Recorder recorder, long length, TaskCompletionSource<Recording?> ended) => _full.Enqueue((recorder, null, length, ended));

    private void WriteAll()
    {
        while (!_stopping.WaitOne(Pace)) WriteWaiting();
        WriteWaiting();
        _written.SetResult();
    }

    private void WriteWaiting()
    {
        while (_full.TryDequeue(out var next))
        {
            if (next.Ended is { } ended) Complete(next.Recorder, next.Length, ended);
            if (next.Chunk is { } chunk) Write(next.Recorder, chunk);
        }
    }

    private void Write(Recorder recorder, RecordingChunk chunk)
    {
        try
        {
            recorder.File.Write(chunk.Position, chunk.Audio.AsSpan(0, chunk.Length));
        }
        catch (Exception e)
        {
            Failed(recorder, e);
        }

        _free.Enqueue(chunk);
    }

    // hashing a long call takes a while; the other calls' audio does not wait for it
    private void Complete(Recorder recorder, long length, TaskCompletionSource<Recording?> ended)
    {
        var completing = Task.Run(() => CompleteAsync(recorder, length, ended));
        _completing.TryAdd(completing, true);
        _ = completing.ContinueWith(done => _completing.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task CompleteAsync(Recorder recorder, long length, TaskCompletionSource<Recording?> ended)
    {
        try
        {
            recorder.File.Write(length, []);
            ended.SetResult(recorder.File.IsDiscarded ? null : await recorder.File.CompleteAsync());
        }
        catch (Exception e)
        {
            Failed(recorder, e);
            ended.SetException(e);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            recorder.File.Dispose();
        }
    }

    // a full disk would otherwise say so every second for every call
    private void Failed(Recorder recorder, Exception e)
    {
        if (!recorder.HasFailed) WriteFailed(log, e);
        recorder.HasFailed = true;
    }

    public async ValueTask DisposeAsync()
    {
        _stopping.Set();
        if (_thread is not null) await _written.Task;
        await Task.WhenAll(_completing.Keys);
        _stopping.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A recording could not be written; what is missing is silence in its file.")]
    private static partial void WriteFailed(ILogger log, Exception e);
}
