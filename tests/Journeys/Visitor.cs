using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Hotline.Journeys;

/// <summary>A person at a browser of their own. What the page complains about on its console is kept.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    internal Visitor(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => Errors.Add(error);
    }

    internal IPage Page { get; }

    /// <summary>Exceptions no script caught.</summary>
    internal List<string> Errors { get; } = [];

    internal async Task SignInAsync(string account)
    {
        await Page.GotoAsync("/sign-in");
        await Page.Locator("[name='Form.Account']").FillAsync(account);
        await Page.Locator("[name='Form.Password']").FillAsync(ApiClient.Password);
        await Page.Locator("form button[type=submit]").ClickAsync();
        // asked again and again: waiting for the navigation itself may begin after it is over
        await Assertions.Expect(Page).Not.ToHaveURLAsync(new Regex("/sign-in"), new() { Timeout = 30_000 });
    }

    /// <summary>Opens a page and returns when it answers to clicks.</summary>
    internal async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    internal Task ReadyAsync() => Page.Locator("[data-ready='1']").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    /// <summary>A picture for people: where they asked for it, otherwise in artifacts/screenshots.</summary>
    internal Task ShootAsync(string name) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Pictures ?? Checkout.Artifacts("screenshots"), name + ".png"), FullPage = true });

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
