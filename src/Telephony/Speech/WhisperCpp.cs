using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Speech;

/// <summary>The default engine: whisper.cpp through its C API. Missing files make it unavailable, never the system.</summary>
public sealed partial class WhisperCpp : ISpeechToText, IDisposable
{
    private readonly SpeechOptions _options;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _slots;
    private readonly WhisperModel? _model;
    private readonly CityLexicon _city;

    /// <param name="city">The city's words, which prompt real models.</param>
    public WhisperCpp(SpeechOptions options, TimeProvider clock, ILogger<WhisperCpp> log, CityLexicon? city = null)
    {
        _city = city ?? CityLexicon.None;
        (_options, _clock) = (options, clock);
        _slots = new(options.WorkerCount);
        State = WhisperLibrary.Load(options.Library);
        if (State.IsReady) (_model, State) = LoadModel(log);
        if (State.IsReady) Loaded(log, options.Model, options.WorkerCount);
        else Unavailable(log, State.Code, State.Message);
    }

    public SpeechState State { get; }

    public async ValueTask<Transcription> TranscribeAsync(ReadOnlyMemory<short> speech8k, CancellationToken ct)
    {
        if (_model is null) throw new InvalidOperationException(State.Message);

        await _slots.WaitAsync(ct);
        try
        {
            var limit = new RecognitionLimit(_clock, _options.Deadline, ct);
            // A thread of its own, so that seconds of arithmetic neither starve the pool nor leave it a low priority.
            return await Task.Factory.StartNew(
                () => _model.Recognise(speech8k.Span, _city.Terms.Prompt, limit), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose()
    {
        // A recognition under way still uses the model's memory.
        for (var worker = 0; worker < _options.WorkerCount; worker++) _slots.Wait();
        _model?.Dispose();
        _slots.Dispose();
    }

    private (WhisperModel?, SpeechState) LoadModel(ILogger log)
    {
        if (!File.Exists(_options.Model))
            return (null, new(false, "no-model", $"语音模型不存在（{_options.Model}），通话不转写；请检查设置 Speech:Model"));

        WhisperLog.WriteTo(log);
        return WhisperModel.Open(_options) is { } model
            ? (model, SpeechState.Ready)
            : (null, new(false, "bad-model", $"语音模型无法读取或不支持中文（{_options.Model}），通话不转写；需要 whisper.cpp 的 ggml 多语言模型"));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Speech to text is ready: {Model}, {Workers} at a time.")]
    private static partial void Loaded(ILogger log, string model, int workers);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Calls are not transcribed ({Code}): {Reason}")]
    private static partial void Unavailable(ILogger log, string code, string reason);
}

/// <summary>How long a recognition may go on; asked between steps of the arithmetic.</summary>
internal sealed class RecognitionLimit(TimeProvider clock, TimeSpan deadline, CancellationToken ct)
{
    private readonly long _began = clock.GetTimestamp();

    internal bool IsReached => ct.IsCancellationRequested || clock.GetElapsedTime(_began) > deadline;

    internal Exception Explain(int code) => ct.IsCancellationRequested ? new OperationCanceledException(ct)
        : IsReached ? new TimeoutException($"An utterance was not recognised within {deadline.TotalSeconds:0.#} s.")
        : new InvalidOperationException($"whisper.cpp failed with code {code}.");
}
