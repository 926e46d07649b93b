using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hotline.Telephony.Speech;

/// <summary>Loads the native library once per process and makes sure that it is the one the binding was written for.</summary>
internal static unsafe class WhisperLibrary
{
    internal const string Version = "1.9.1";
    internal const string File = "libwhisper.so.1";

    private static readonly Lock Loading = new();
    private static nint _handle;

    /// <summary>Ready, or the reason why this folder's library cannot be used.</summary>
    internal static SpeechState Load(string folder)
    {
        var file = Path.Combine(Path.GetFullPath(folder), File);
        if (!System.IO.File.Exists(file))
            return new(false, "no-library", $"语音识别库不存在（{folder}/{File}），通话不转写；运行 ./hotline run 会自动编译");

        lock (Loading)
        {
            if (_handle == 0 && Open(file) is { } why) return Wrong(folder, why);
        }

        return Check() is { } fault ? Wrong(folder, fault) : SpeechState.Ready;
    }

    private static SpeechState Wrong(string folder, string why) =>
        new(false, "wrong-library", $"{folder} 中的语音识别库不可用（{why}），通话不转写；删除该目录后重新运行 ./hotline run");

    private static string? Open(string file)
    {
        try
        {
            _handle = NativeLibrary.Load(file);
            NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Whisper.Library ? _handle : 0);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return e.Message;
        }
    }

    private static string? Check()
    {
        if (!NativeLibrary.TryGetExport(_handle, nameof(Whisper.whisper_version), out _)) return "版本过旧";

        var version = Marshal.PtrToStringUTF8((nint)Whisper.whisper_version());
        if (version != Version) return $"版本 {version}，需要 {Version}";

        return LayoutFits(Defaults()) ? null : "结构布局不符";
    }

    /// <summary>The library's own defaults of greedy decoding.</summary>
    internal static Whisper.FullParams Defaults()
    {
        var native = Whisper.whisper_full_default_params_by_ref(0);
        var copy = *native;
        Whisper.whisper_free_params(native);
        return copy;
    }

    /// <summary>The structs go by value, so a shifted field would be silent nonsense: known defaults at known places rule it out.</summary>
    internal static bool LayoutFits(in Whisper.FullParams p) =>
        Unsafe.SizeOf<Whisper.FullParams>() == 304 && Unsafe.SizeOf<Whisper.ContextParams>() == 48
        && p is { Strategy: 0, MaxTextContext: 16384, SuppressBlank: 1, GreedyBestOf: 5, BeamSize: -1 }
        && p is { TemperatureStep: 0.2f, EntropyThreshold: 2.4f, LogProbThreshold: -1f, NoSpeechThreshold: 0.6f, MaxInitialTimestamp: 1f }
        && p.VadParameters is { Threshold: 0.5f, MinSilenceMs: 100 }
        && p.AbortCallback == null && Marshal.PtrToStringUTF8((nint)p.Language) == "en";
}
