using Hotline.Telephony.Media;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Speech;

/// <summary>
/// Live transcription (实时转写) of every call's channels: one light loop reads all taps and cuts them into utterances,
/// a bounded number of workers recognises these, live calls first. Overload makes text later, it loses none.
/// </summary>
public sealed partial class LiveTranscriber : IAsyncDisposable
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(60);

    private readonly ISpeechToText _speech;
    private readonly SpeechOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<LiveTranscriber> _log;
    private readonly Recognitions _recognitions;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _changing = new();
    private Listener[] _listeners = [];
    private Task? _polling;

    /// <param name="city">The city's words; without them nothing is corrected.</param>
    public LiveTranscriber(ISpeechToText speech, SpeechOptions options, TimeProvider clock, ILogger<LiveTranscriber> log, CityLexicon? city = null)
    {
        (_speech, _options, _clock, _log) = (speech, options, clock, log);
        _recognitions = new(speech, options, city ?? CityLexicon.None, log, _stopping.Token);
    }

    /// <summary>Whether speech can be recognised now.</summary>
    internal bool IsReady => _speech.State.IsReady;

    /// <summary>Where recordings are recognised too, after everything live.</summary>
    internal Recognitions Recognitions => _recognitions;

    /// <summary>What became of the utterances so far.</summary>
    public SpeechCounters Counters => _recognitions.Counters;

    /// <summary>
    /// Reads the tap until the returned listener is disposed, which waits for the text of what was said last.
    /// <paramref name="heard"/> runs on worker threads, for one listener never twice at a time and in the order of speech; it must only post.
    /// </summary>
    /// <param name="dropped">Likewise, for what nobody is to see.</param>
    public IListening Listen(CallId call, Party speaker, AudioTap tap, Action<TranscriptSegment> heard, Action<DroppedText>? dropped = null)
    {
        if (!_speech.State.IsReady) return new NotListening();

        var listener = new Listener(call, speaker, tap, new(heard, dropped), _options, _recognitions, Forget);
        lock (_changing)
        {
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            _listeners = [.. _listeners, listener];
            _recognitions.LiveAre(_listeners.Length);
            _polling ??= PollAsync();
        }

        return listener;
    }

    /// <summary>Ends without waiting for texts: the calls are over.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_changing) _stopping.Cancel();
        if (_polling is not null) await _polling;
        await _recognitions.IdleAsync();
        _stopping.Dispose();
    }

    private async Task PollAsync()
    {
        using var timer = new PeriodicTimer(PollEvery, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
                foreach (var listener in _listeners) Read(listener);
        }
        catch (OperationCanceledException)
        {
            // the host stops
        }
    }

    private void Read(Listener listener)
    {
        try
        {
            listener.Read();
        }
        catch (Exception e)
        {
            ReadFailed(_log, e);
        }
    }

    private void Forget(Listener listener)
    {
        lock (_changing)
        {
            _listeners = [.. _listeners.Where(other => other != listener)];
            _recognitions.LiveAre(_listeners.Length);
        }
    }

    private sealed class NotListening : IListening
    {
        public bool IsComplete => false;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading a call's audio failed.")]
    private static partial void ReadFailed(ILogger log, Exception e);
}
