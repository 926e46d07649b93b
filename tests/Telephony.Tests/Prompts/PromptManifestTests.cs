using System.Text.Json;
using Hotline.Telephony.Prompts;

namespace Hotline.Telephony.Tests.Prompts;

public sealed class PromptManifestTests
{
    [Fact]
    public void A_prompt_gets_other_words_and_keeps_what_else_is_said_of_it_and_a_new_one_stands_last()
    {
        var text = PromptManifest.With(
            """{"voice": "x", "prompts": [{"id": "hello", "text": "你好", "file": "city/hello.wav", "since": 2024}, {"id": "busy", "text": "忙", "file": "busy.wav"}]}""",
            [new("hello", "您好", "hello.wav", "zh"), new("bye", "再见", "bye.wav", "en")]);
        var root = JsonDocument.Parse(text).RootElement;
        Assert.Equal("x", root.GetProperty("voice").GetString());
        Assert.Equal(["hello 您好 city/hello.wav", "busy 忙 busy.wav", "bye 再见 bye.wav"], root.GetProperty("prompts").EnumerateArray().Select(p => $"{p.GetProperty("id")} {p.GetProperty("text")} {p.GetProperty("file")}"));
        Assert.Equal(2024, root.GetProperty("prompts")[0].GetProperty("since").GetInt32());
        Assert.Contains("您好", text, StringComparison.Ordinal); // people read it too
        Assert.Throws<JsonException>(() => PromptManifest.With("{}", []));
    }

    [Theory]
    [InlineData("hello.wav", true)]
    [InlineData("你好.WAV", true)]
    [InlineData("../hello.wav", false)]
    [InlineData("a\\b.wav", false)]
    [InlineData(".wav", false)]
    [InlineData("hello.mp3", false)]
    public void A_file_is_a_wave_without_a_folder(string name, bool fits) => Assert.Equal(fits, PromptEntry.IsFile(name));
}
