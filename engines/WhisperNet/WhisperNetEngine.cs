using Hotline.Telephony.Speech;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hotline.Engines.WhisperNet;

/// <summary>语音识别引擎: Whisper.net behind <see cref="ISpeechToText"/> in our own binding's stead.</summary>
public static class WhisperNetEngine
{
    /// <summary>After the module of speech, whose engine it takes the place of.</summary>
    public static void AddWhisperNet(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<ISpeechToText, WhisperNetSpeech>());
    }
}
