using Hotline.Telephony.Speech;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Telephony.Tests.Speech;

public sealed class SpeechModuleTests
{
    [Fact]
    public void Settings_are_read_and_the_built_library_is_used_unless_one_is_set()
    {
        Assert.Equal(TimeSpan.FromSeconds(0.8), Options(("Speech:Pause", "00:00:00.8")).Pause);
        Assert.Equal("/built", Options(("HOTLINE_WHISPER", "/built")).Library);
        Assert.Equal("/own", Options(("HOTLINE_WHISPER", "/built"), ("Speech:Library", "/own")).Library);
    }

    [Fact]
    public void A_setting_that_makes_no_sense_is_named_with_what_it_must_be()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Options(("Speech:LongestUtterance", "00:01:00")));

        Assert.Contains("Speech:LongestUtterance must be 2 to 29 s", refusal.Message, StringComparison.Ordinal);
    }

    private static SpeechOptions Options(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSpeech(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build())
        .BuildServiceProvider().GetRequiredService<SpeechOptions>();
}
