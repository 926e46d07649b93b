using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Hotline.Telephony.Speech;

/// <summary>
/// A loaded model. The weights are shared; each recognition borrows a state (the working memory, tens to hundreds of MB)
/// from a pool that grows on demand: its caller bounds how many run at once.
/// </summary>
internal sealed unsafe partial class WhisperModel : IDisposable
{
    private readonly nint _context;
    private readonly ConcurrentStack<nint> _states = new();
    private readonly nint _language = Marshal.StringToCoTaskMemUTF8("zh");
    private readonly WhisperTuning _tuning;

    private WhisperModel(nint context, SpeechOptions options) => (_context, _tuning) = (context, new(Whisper.whisper_model_n_audio_state(context), options));

    /// <summary>Null when the file is no ggml model of whisper.cpp, or one for English only.</summary>
    internal static WhisperModel? Open(SpeechOptions options)
    {
        var defaults = Whisper.whisper_context_default_params_by_ref();
        var parameters = *defaults with { UseGpu = 0, FlashAttention = 0 };
        Whisper.whisper_free_context_params(defaults);

        var context = Whisper.whisper_init_from_file_with_params_no_state(options.Model, parameters);
        if (context == 0) return null;
        if (Whisper.whisper_is_multilingual(context) == 1) return new(context, options);
        Whisper.whisper_free(context);
        return null;
    }

    public void Dispose()
    {
        while (_states.TryPop(out var state)) Whisper.whisper_free_state(state);
        Whisper.whisper_free(_context);
        Marshal.FreeCoTaskMem(_language);
    }

    /// <param name="words">Names that are likely to come up; for the demo model too much to bear in mind.</param>
    internal Transcription Recognise(ReadOnlySpan<short> speech8k, string words, RecognitionLimit limit)
    {
        LowerPriority();
        var samples = Upsampler.Double(speech8k);
        var state = _states.TryPop(out var used) ? used : Whisper.whisper_init_state(_context);
        if (state == 0) throw new InvalidOperationException("There is not enough memory for one more recognition; lower Speech:Workers.");

        var handle = GCHandle.Alloc(limit);
        var prompt = Marshal.StringToCoTaskMemUTF8(_tuning.Prompt(words));
        try
        {
            var parameters = Parameters(samples.Length, handle, prompt);
            int code;
            fixed (float* first = samples) code = Whisper.whisper_full_with_state(_context, state, parameters, first, samples.Length);
            return code == 0 ? Read(state) : throw limit.Explain(code);
        }
        finally
        {
            Marshal.FreeCoTaskMem(prompt);
            handle.Free();
            _states.Push(state);
        }
    }

    // Timestamps stay on: only with them may the model answer "nothing" to noise. No fallback temperatures: a doubtful text is dropped, not guessed again.
    private Whisper.FullParams Parameters(int samples, GCHandle limit, nint prompt) => WhisperLibrary.Defaults() with
    {
        Threads = 1,
        Language = (byte*)_language,
        InitialPrompt = (byte*)prompt,
        NoContext = 1,
        SingleSegment = 1,
        PrintProgress = 0,
        PrintTimestamps = 0,
        TemperatureStep = 0,
        GreedyBestOf = 1,
        AudioContext = _tuning.AudioContext(samples, Whisper.whisper_model_n_audio_ctx(_context)),
        AbortCallback = &Abort,
        AbortData = (void*)GCHandle.ToIntPtr(limit),
    };

    private Transcription Read(nint state)
    {
        var text = new StringBuilder();
        var (sum, count, endOfText) = (0.0, 0, Whisper.whisper_token_eot(_context));
        for (var segment = 0; segment < Whisper.whisper_full_n_segments_from_state(state); segment++)
        {
            text.Append(Marshal.PtrToStringUTF8((nint)Whisper.whisper_full_get_segment_text_from_state(state, segment)));
            for (var token = 0; token < Whisper.whisper_full_n_tokens_from_state(state, segment); token++)
            {
                if (Whisper.whisper_full_get_token_id_from_state(state, segment, token) >= endOfText) continue;
                sum += Whisper.whisper_full_get_token_p_from_state(state, segment, token);
                count++;
            }
        }

        // A model now and then breaks a character into tokens that do not add up; what is left of it says nothing.
        return count == 0 ? Transcription.Nothing : new(text.Replace("\uFFFD", "").ToString().Trim(), sum / count);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte Abort(void* limit) => ((RecognitionLimit)GCHandle.FromIntPtr((nint)limit).Target!).IsReached ? (byte)1 : (byte)0;

    // The media thread and signalling come first. On Linux "process" 0 means the calling thread (setpriority(2), "C library/kernel differences").
    private static void LowerPriority() => _ = setpriority(0, 0, 5);

    [LibraryImport("libc")]
    private static partial int setpriority(int which, int who, int priority);
}
