using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hotline.Telephony.Speech;

/// <summary>Registers speech to text and live transcription.</summary>
public static class SpeechModule
{
    public static IServiceCollection AddSpeech(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Speech").Get<SpeechOptions>() ?? new();
        // where ./hotline built the library, unless a setting says otherwise
        if (configuration["Speech:Library"] is null && configuration["HOTLINE_WHISPER"] is { Length: > 0 } built) options = options with { Library = built };
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton(options.Validated()).AddSingleton<CityLexicon>().AddSingleton<ISpeechToText, WhisperCpp>().AddSingleton<LiveTranscriber>();
    }
}
