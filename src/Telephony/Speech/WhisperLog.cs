using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Speech;

/// <summary>The library would write about thirty lines to standard error for each model; here they become debug lines of our log.</summary>
internal static unsafe partial class WhisperLog
{
    private static ILogger? _log;

    internal static void WriteTo(ILogger log)
    {
        _log = log;
        Whisper.whisper_log_set(&Write, null);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Write(int level, byte* text, void* userData)
    {
        if (_log is { } log && Marshal.PtrToStringUTF8((nint)text)?.Trim() is { Length: > 1 } line) Line(log, level, line);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "whisper.cpp ({NativeLevel}): {Line}")]
    private static partial void Line(ILogger log, int nativeLevel, string line);
}
