using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Desk;

/// <summary>What every agent does at the desk, by keys.</summary>
internal static class DeskSteps
{
    internal static async Task BecomeReadyAsync(this Visitor agent)
    {
        await agent.OpenAsync("/desk");
        await agent.KeysAsync();
        await agent.PressAsync("F7");
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "Ready");
        await Expect(agent.Page.Locator("[data-audio]")).ToHaveAttributeAsync("data-audio", "connected");
    }

    internal static async Task AnswerAsync(this Visitor agent)
    {
        await Expect(agent.Page.Locator("[data-call=Offered]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await agent.PressAsync("F2");
        await Expect(agent.Page.Locator("[data-call=Talking]")).ToBeVisibleAsync();
    }

    /// <summary>Returns when the page hears keys.</summary>
    internal static Task KeysAsync(this Visitor agent) => agent.Page.Locator(".desk[data-keys='1']").WaitForAsync();

    internal static Task PressAsync(this Visitor agent, string key) => agent.Page.Keyboard.PressAsync(key);
}
