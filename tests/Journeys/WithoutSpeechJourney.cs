using System.Text.Json.Nodes;

namespace Hotline.Journeys;

/// <summary>A host whose speech library is a file of another kind.</summary>
public sealed class HostWithoutSpeech : HotlineHost
{
    protected override string SpeechLibrary
    {
        get
        {
            var folder = Directory.CreateDirectory(Path.Combine(Data, "no-whisper")).FullName;
            File.WriteAllText(Path.Combine(folder, "libwhisper.so.1"), "not a library");
            return folder;
        }
    }
}

/// <summary>Without speech to text calls go on; the health report and the console say what is missing.</summary>
public sealed class WithoutSpeechJourney(HostWithoutSpeech host, Browser browser) : IClassFixture<HostWithoutSpeech>, IClassFixture<Browser>
{
    [Fact]
    public async Task The_health_report_says_why_and_the_host_is_ready_all_the_same()
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        var parts = JsonNode.Parse(await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken))!;

        Assert.False((bool)parts["speech"]!["ok"]!);
        Assert.True((bool)parts["speech"]!["optional"]!);
        Assert.Contains("语音识别库", (string)parts["speech"]!["why"]!, StringComparison.Ordinal);
        Assert.True((bool)parts["sip"]!["ok"]!);
    }

    [Fact]
    public async Task The_console_says_that_there_is_no_transcript()
    {
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.OpenAsync("/desk");
        await agent.Page.Locator("[data-speech='wrong-library']").WaitForAsync();
        await agent.ShootAsync("desk-without-speech");
    }
}
