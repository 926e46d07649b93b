using System.Threading.Channels;
using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Tests.Speech;

/// <summary>An engine whose recognitions end when the test lets them; they say in which order they began.</summary>
internal sealed class SlowEngine : ISpeechToText
{
    private readonly Channel<bool> _mayEnd = Channel.CreateUnbounded<bool>();
    private int _began;
    private int _now;

    public SpeechState State => SpeechState.Ready;

    internal int MostAtOnce { get; private set; }

    internal int Began => Volatile.Read(ref _began);

    internal void Let(int recognitions)
    {
        for (var i = 0; i < recognitions; i++) _mayEnd.Writer.TryWrite(true);
    }

    public async ValueTask<Transcription> TranscribeAsync(ReadOnlyMemory<short> speech8k, CancellationToken ct)
    {
        var number = Interlocked.Increment(ref _began);
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
        try
        {
            await _mayEnd.Reader.ReadAsync(ct);
            return new($"第{number}句", 0.99);
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    }
}
