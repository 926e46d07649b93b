using Microsoft.Playwright;

namespace Hotline.Journeys;

/// <summary>One Chromium for a test class, with a microphone that says what a WAV file holds, over and over.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly ViewportSize Desktop = new() { Width = 1366, Height = 768 };
    private static readonly ViewportSize Phone = new() { Width = 390, Height = 844 };
    private readonly string _microphone = Path.Combine(Path.GetTempPath(), $"hotline-microphone-{Guid.NewGuid():N}.wav");
    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public async ValueTask InitializeAsync()
    {
        File.Copy(Checkout.Samples("calls", "water-outage.agent.wav"), _microphone);
        Assertions.SetDefaultExpectTimeout(20_000); // two cores may be busy with three hosts and two browsers
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
                $"--use-file-for-fake-audio-capture={_microphone}", "--autoplay-policy=no-user-gesture-required",
            ],
        });
    }

    /// <summary>A person's own browser window.</summary>
    /// <param name="script">False: JavaScript is off, as on old phones and locked-down machines.</param>
    /// <param name="account">Signed in where named.</param>
    internal async Task<Visitor> OpenAsync(HotlineHost host, string? account = null, bool phone = false, bool script = true)
    {
        var context = await _chromium!.NewContextAsync(new()
        {
            BaseURL = host.Address.ToString(), Locale = "zh-CN", TimezoneId = "Asia/Shanghai", JavaScriptEnabled = script,
            ViewportSize = phone ? Phone : Desktop, Permissions = ["microphone"],
        });
        var visitor = new Visitor(context, await context.NewPageAsync());
        if (account is not null) await visitor.SignInAsync(account);
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null) await _chromium.DisposeAsync();
        _playwright?.Dispose();
        File.Delete(_microphone);
    }
}
