using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hotline.Telephony.Speech;

/// <summary>Registers speech to text and live transcription.</summary>
public static class SpeechModule
{
    public static IServiceCollection AddSpeech(this IServiceCollection services, IConfiguration configuration)
    {
        var options = (configuration.GetSection("Speech").Get<SpeechOptions>() ?? new()).Validated();
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton(options).AddSingleton<ISpeechToText, WhisperCpp>().AddSingleton<LiveTranscriber>();
    }
}
