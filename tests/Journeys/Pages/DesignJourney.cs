using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>The components by keyboard alone, in a real browser.</summary>
[Collection(nameof(PagesDay))]
public sealed class DesignJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task Tabs_lists_trees_and_dialogs_obey_the_keyboard()
    {
        await using var admin = await browser.OpenAsync(host, "admin");
        var page = admin.Page;
        await admin.OpenAsync("/design");

        await page.GetByRole(AriaRole.Tab).First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.GetByRole(AriaRole.Tab, new() { Selected = true })).ToContainTextAsync("超期");
        await Expect(page.GetByRole(AriaRole.Tab, new() { Selected = true })).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync("late");

        var unit = page.GetByLabel("承办单位", new() { Exact = true });
        await unit.PressSequentiallyAsync("水");
        await Expect(page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Listbox)).ToHaveCountAsync(0);
        await Expect(page.GetByText("已选：water")).ToBeVisibleAsync();

        var category = page.GetByLabel("分类", new() { Exact = true });
        await category.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(category).ToHaveAttributeAsync("aria-activedescendant", "design-category-row-0");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.GetByRole(AriaRole.Treeitem, new() { Expanded = true })).ToHaveCountAsync(1);
        Assert.Empty(await Axe.FindAsync(page));
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(category).ToHaveAttributeAsync("aria-activedescendant", "design-category-row-1");
        await page.Keyboard.PressAsync("Enter");
        await Expect(category).ToHaveValueAsync(new System.Text.RegularExpressions.Regex(" / "));

        var undo = page.GetByRole(AriaRole.Button, new() { Name = "撤销" });
        await undo.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Expect(page.GetByLabel("理由")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(undo).ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "本月" }).ClickAsync();
        await Expect(page.GetByLabel("日期起")).Not.ToHaveValueAsync("");
        await admin.ShootAsync("design");
        Assert.Empty(await Axe.FindAsync(page));
        Assert.Empty(admin.Errors);
    }
}
