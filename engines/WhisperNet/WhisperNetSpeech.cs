using System.Text;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging;
using Whisper.net;
using Whisper.net.Logger;

namespace Hotline.Engines.WhisperNet;

/// <summary>Whisper.net with the native library of its runtime package, be it for processor or graphics card. What is missing makes it unavailable, never the system.</summary>
public sealed partial class WhisperNetSpeech : ISpeechToText, IDisposable
{
    private const int EndOfText = 50257; // of every model of many languages; what lies above is no text (whisper.cpp, whisper_vocab)

    private readonly SpeechOptions _options;
    private readonly TimeProvider _clock;
    private readonly CityLexicon _city;
    private readonly SemaphoreSlim _slots;
    private readonly IDisposable _logging;
    private readonly WhisperFactory? _model;
    private readonly ModelHeader _header = new(0, 0, 0);
    private readonly WhisperTuning _tuning;

    /// <param name="city">The city's words, which prompt real models.</param>
    public WhisperNetSpeech(SpeechOptions options, TimeProvider clock, ILogger<WhisperNetSpeech> log, CityLexicon? city = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _clock, _city, _slots) = (options, clock, city ?? CityLexicon.None, new(options.WorkerCount));
        _logging = LogProvider.AddLogger((_, line) => Native(log, line?.Trim()));
        (_model, State) = Load(options, ref _header);
        _tuning = new(_header.AudioState, options);
        if (State.IsReady) Loaded(log, options.Model, WhisperFactory.GetRuntimeInfo(), options.WorkerCount);
        else Unavailable(log, State.Code, State.Message);
    }

    public SpeechState State { get; }

    public async ValueTask<Transcription> TranscribeAsync(ReadOnlyMemory<short> speech8k, CancellationToken ct)
    {
        if (_model is null) throw new InvalidOperationException(State.Message);

        await _slots.WaitAsync(ct);
        try
        {
            return await RecogniseAsync(_model, Upsampler.Double(speech8k.Span), ct);
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
        _logging.Dispose();
        _slots.Dispose();
    }

    private async Task<Transcription> RecogniseAsync(WhisperFactory model, float[] samples, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(_options.Deadline, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            await using var processor = Processor(model, samples.Length);
            return await ReadAsync(processor.ProcessAsync(samples, either.Token));
        }
        catch (Exception e) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, ct);
        }
        catch (Exception e) when (late.IsCancellationRequested)
        {
            throw new TimeoutException($"An utterance was not recognised within {_options.Deadline.TotalSeconds:0.###} s.", e);
        }
        catch (WhisperProcessingException e)
        {
            throw new InvalidOperationException($"Whisper.net failed: {e.Message}", e);
        }
    }

    /// <summary>As our own binding asks: no guessing again at higher temperatures, no memory of what was said before.</summary>
    private WhisperProcessor Processor(WhisperFactory model, int samples)
    {
        var builder = model.CreateBuilder().WithLanguage("zh").WithThreads(1).WithNoContext().WithSingleSegment().WithTemperatureInc(0)
            .WithAudioContextSize(_tuning.AudioContext(samples, _header.AudioContext))
            .WithGreedySamplingStrategy(greedy => greedy.WithBestOf(1));
        return (_tuning.Prompt(_city.Terms.Prompt) is { } prompt ? builder.WithPrompt(prompt) : builder).Build();
    }

    private static async Task<Transcription> ReadAsync(IAsyncEnumerable<SegmentData> segments)
    {
        var (text, sum, count) = (new StringBuilder(), 0.0, 0);
        await foreach (var segment in segments)
        {
            text.Append(segment.Text);
            foreach (var token in segment.Tokens.Where(t => t.Id < EndOfText)) (sum, count) = (sum + token.Probability, count + 1);
        }

        return count == 0 ? Transcription.Nothing : new(text.Replace("\uFFFD", "").ToString().Trim(), sum / count);
    }

    private static (WhisperFactory?, SpeechState) Load(SpeechOptions options, ref ModelHeader header)
    {
        if (!File.Exists(options.Model)) return (null, new(false, "no-model", $"语音模型不存在（{options.Model}），通话不转写；请检查设置 Speech:Model"));
        if (ModelHeader.Read(options.Model) is not { } read)
            return (null, new(false, "bad-model", $"语音模型无法读取或不支持中文（{options.Model}），通话不转写；需要 whisper.cpp 的 ggml 多语言模型"));

        header = read;
        try
        {
            var model = WhisperFactory.FromPath(options.Model);
            _ = model.CreateBuilder(); // throws where the weights could not be read
            return (model, SpeechState.Ready);
        }
        catch (WhisperModelLoadException)
        {
            return (null, new(false, "bad-model", $"语音模型无法读取（{options.Model}），通话不转写；文件可能不完整"));
        }
        catch (Exception e)
        {
            return (null, new(false, "no-library", $"Whisper.net 的本机库不可用（{e.Message}），通话不转写；请安装适合本机的 Whisper.net.Runtime 包"));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Speech to text is ready on Whisper.net: {Model}, {Runtime}, {Workers} at a time.")]
    private static partial void Loaded(ILogger log, string model, string? runtime, int workers);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Calls are not transcribed ({Code}): {Reason}")]
    private static partial void Unavailable(ILogger log, string code, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "whisper.cpp: {Line}")]
    private static partial void Native(ILogger log, string? line);
}
