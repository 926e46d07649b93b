using System.Runtime.InteropServices;

namespace Hotline.Telephony.Speech;

/// <summary>The part of whisper.cpp 1.9.1's C API (include/whisper.h) that is used here; C bool is a byte, so all structs are blittable.</summary>
internal static unsafe partial class Whisper
{
    internal const string Library = "whisper";

    [LibraryImport(Library)]
    internal static partial byte* whisper_version();

    [LibraryImport(Library)]
    internal static partial void whisper_log_set(delegate* unmanaged[Cdecl]<int, byte*, void*, void> callback, void* userData);

    [LibraryImport(Library)]
    internal static partial ContextParams* whisper_context_default_params_by_ref();

    [LibraryImport(Library)]
    internal static partial void whisper_free_context_params(ContextParams* parameters);

    [LibraryImport(Library)]
    internal static partial FullParams* whisper_full_default_params_by_ref(int strategy);

    [LibraryImport(Library)]
    internal static partial void whisper_free_params(FullParams* parameters);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint whisper_init_from_file_with_params_no_state(string path, ContextParams parameters);

    [LibraryImport(Library)]
    internal static partial void whisper_free(nint context);

    [LibraryImport(Library)]
    internal static partial int whisper_is_multilingual(nint context);

    [LibraryImport(Library)]
    internal static partial int whisper_model_n_audio_state(nint context);

    [LibraryImport(Library)]
    internal static partial int whisper_model_n_audio_ctx(nint context);

    [LibraryImport(Library)]
    internal static partial int whisper_token_eot(nint context);

    [LibraryImport(Library)]
    internal static partial nint whisper_init_state(nint context);

    [LibraryImport(Library)]
    internal static partial void whisper_free_state(nint state);

    [LibraryImport(Library)]
    internal static partial int whisper_full_with_state(nint context, nint state, FullParams parameters, float* samples, int count);

    [LibraryImport(Library)]
    internal static partial int whisper_full_n_segments_from_state(nint state);

    [LibraryImport(Library)]
    internal static partial byte* whisper_full_get_segment_text_from_state(nint state, int segment);

    [LibraryImport(Library)]
    internal static partial int whisper_full_n_tokens_from_state(nint state, int segment);

    [LibraryImport(Library)]
    internal static partial int whisper_full_get_token_id_from_state(nint state, int segment, int token);

    [LibraryImport(Library)]
    internal static partial float whisper_full_get_token_p_from_state(nint state, int segment, int token);

    /// <summary>struct whisper_context_params, 48 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ContextParams
    {
        internal byte UseGpu, FlashAttention;
        internal int GpuDevice;
        internal byte DtwTokenTimestamps;
        internal int DtwHeadsPreset, DtwTop;
        internal nuint DtwHeadCount;
        internal nint DtwHeads;
        internal nuint DtwMemory;
    }

    /// <summary>struct whisper_full_params as it is since 1.8.1, 304 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct FullParams
    {
        internal int Strategy, Threads, MaxTextContext, OffsetMs, DurationMs;
        internal byte Translate, NoContext, NoTimestamps, SingleSegment, PrintSpecial, PrintProgress, PrintRealtime, PrintTimestamps;
        internal byte TokenTimestamps;
        internal float TokenThreshold, TokenSumThreshold;
        internal int MaxLength;
        internal byte SplitOnWord;
        internal int MaxTokens;
        internal byte DebugMode;
        internal int AudioContext;
        internal byte TinyDiarize;
        internal byte* SuppressRegex, InitialPrompt;
        internal byte CarryInitialPrompt;
        internal int* PromptTokens;
        internal int PromptTokenCount;
        internal byte* Language;
        internal byte DetectLanguage, SuppressBlank, SuppressNonSpeech;
        internal float Temperature, MaxInitialTimestamp, LengthPenalty, TemperatureStep, EntropyThreshold, LogProbThreshold, NoSpeechThreshold;
        internal int GreedyBestOf, BeamSize;
        internal float BeamPatience;
        internal nint NewSegmentCallback, NewSegmentData, ProgressCallback, ProgressData, EncoderBeginCallback, EncoderBeginData;
        internal delegate* unmanaged[Cdecl]<void*, byte> AbortCallback;
        internal void* AbortData;
        internal nint LogitsFilterCallback, LogitsFilterData, GrammarRules;
        internal nuint GrammarRuleCount, GrammarStartRule;
        internal float GrammarPenalty;
        internal byte Vad;
        internal byte* VadModelPath;
        internal VadParams VadParameters;
    }

    /// <summary>struct whisper_vad_params, 24 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct VadParams
    {
        internal float Threshold;
        internal int MinSpeechMs, MinSilenceMs;
        internal float MaxSpeechSeconds;
        internal int SpeechPadMs;
        internal float SamplesOverlap;
    }
}
