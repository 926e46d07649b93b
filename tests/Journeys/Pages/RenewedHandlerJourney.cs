using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>Blazor refuses an event whose handler was renewed while it was on its way; people must not notice.</summary>
[Collection(nameof(PagesDay))]
public sealed class RenewedHandlerJourney(HotlineHost host, Browser browser)
{
    /// <summary>Of each kind named in the page's list, the next event leaves with the number of a handler that is gone.</summary>
    private const string Misdirect =
        """
        window.misdirected = [];
        const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (data) {
          const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength);
          const text = Array.from(bytes, b => String.fromCharCode(b)).join("");
          for (const found of text.matchAll(/"eventHandlerId":(\d+),"eventName":"(\w+)"/g)) {
            const at = misdirected.indexOf(found[2]);
            if (at < 0) continue;
            misdirected.splice(at, 1);
            const from = found.index + '"eventHandlerId":'.length;
            for (let i = 0; i < found[1].length; i++) bytes[from + i] = "9".charCodeAt(0);
          }
          return send.call(this, data);
        };
        """;

    [Fact]
    public async Task A_click_and_a_letter_that_crossed_with_a_drawing_count_all_the_same()
    {
        await using var visitor = await browser.OpenAsync(host, "5001");
        await visitor.Page.AddInitScriptAsync(Misdirect);
        await visitor.OpenAsync("/phrases");
        await visitor.Page.EvaluateAsync("() => { misdirected.push('click'); }");
        await visitor.Page.Locator("[data-do=new]").ClickAsync();
        await Expect(visitor.Page.Locator("#code")).ToBeVisibleAsync();
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>("() => misdirected"));

        await visitor.OpenAsync("/design");
        var typed = visitor.Page.Locator("input[role=combobox]").First;
        await typed.FocusAsync();
        await visitor.Page.EvaluateAsync("() => { misdirected.push('input'); }");
        await visitor.Page.Keyboard.TypeAsync("水");
        await Expect(visitor.Page.Locator("[role=option]").First).ToContainTextAsync("水");
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>("() => misdirected"));
        Assert.Empty(visitor.Errors);
    }
}
