using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>班长与主管: the board on the wall, figures down to their tickets, reports, rota.</summary>
[Collection(nameof(PagesDay))]
public sealed class SupervisorsJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task The_wallboard_shows_a_new_ticket_and_a_seat_within_a_second_and_nothing_of_any_person()
    {
        await using var wall = await browser.OpenAsync(host, "5001");
        await wall.OpenAsync("/wallboard");
        var accepted = wall.Page.Locator("[data-wall=accepted]");
        await Expect(accepted).Not.ToHaveAttributeAsync("data-value", "—");
        var before = Number(await accepted.GetAttributeAsync("data-value"));
        using var agent = await host.SignedInAsync("1001");
        await agent.AcceptAsync(Requests.Noise("大屏前的一件事"));
        await Expect(accepted).Not.ToHaveAttributeAsync("data-value", before.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), new() { Timeout = 5_000 });
        Assert.True(Number(await accepted.GetAttributeAsync("data-value")) > before);
        await Expect(wall.Page.Locator("[data-wall^=seat-]")).ToHaveCountAsync(7);
        var words = await wall.Page.InnerTextAsync("body");
        Assert.DoesNotContain("大屏前的一件事", words, StringComparison.Ordinal);
        Assert.DoesNotContain("陈先生", words, StringComparison.Ordinal);
        Assert.Empty(await Axe.FindAsync(wall.Page));
        await wall.ShootAsync("wall");
        await wall.OpenAsync("/wallboard?theme=light");
        Assert.Empty(await Axe.FindAsync(wall.Page));
        await InEveryLookAsync(wall, "/wallboard", "wall");
    }

    [Fact]
    public async Task Every_number_of_a_figure_leads_to_as_many_tickets()
    {
        using (var agent = await host.SignedInAsync("1001")) await agent.AcceptAsync(Requests.Noise());
        await using var supervisor = await browser.OpenAsync(host, "5001");
        await supervisor.OpenAsync("/figures");
        await Expect(supervisor.Page.Locator("[data-figure=accepted] td.number b")).ToBeVisibleAsync();
        await supervisor.Page.Locator("[data-figure=accepted] a").ClickAsync();
        await Expect(supervisor.Page.Locator("[data-chart=drawn] canvas").First).ToBeVisibleAsync();
        await supervisor.Page.Locator(".chart summary").First.ClickAsync(); // the same figures as a table
        Assert.Empty(await Axe.FindAsync(supervisor.Page));
        foreach (var by in new[] { "channel", "type", "unit", "category" })
        {
            await supervisor.OpenAsync("/figures/accepted?by=" + by);
            await Expect(supervisor.Page.Locator("a[data-part]").First).ToBeVisibleAsync();
            foreach (var link in (await supervisor.Page.Locator("a[data-part]").EvaluateAllAsync<string[][]>("links => links.map(a => [a.getAttribute('href'), a.textContent])")).Take(4))
            {
                await supervisor.OpenAsync(link[0]);
                await Expect(supervisor.Page.Locator("[data-total]")).ToHaveAttributeAsync("data-total", Number(link[1]).ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        await supervisor.ShootAsync("figure-tickets");
        await supervisor.OpenAsync("/figures/accepted?by=district");
        await Expect(supervisor.Page.Locator(".map path.area").First).ToBeVisibleAsync();
        await InEveryLookAsync(supervisor, "/figures", "figures");
        await InEveryLookAsync(supervisor, "/figures/accepted?by=district", "figure");
        await InEveryLookAsync(supervisor, "/figures/calls", "figures-calls");
        await InEveryLookAsync(supervisor, "/figures/months", "figures-months");
        await InEveryLookAsync(supervisor, "/units/water/figures", "unit-figures");
    }

    [Fact]
    public async Task A_unit_sees_its_own_figures_and_is_told_where_it_may_not_look()
    {
        await using var clerk = await browser.OpenAsync(host, "water");
        await clerk.OpenAsync("/units/urban/figures");
        await Expect(clerk.Page.Locator(".notice")).ToContainTextAsync("供水");
        await clerk.OpenAsync("/units/water/figures");
        await Expect(clerk.Page.Locator("[data-figure=on-time]")).ToBeVisibleAsync();
        using var other = await host.SignedInAsync("water");
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync("statistics/months")).Status);
    }

    /// <summary>Chinese, English, a phone and dark: nothing sticks out, and axe-core finds nothing serious.</summary>
    private static async Task InEveryLookAsync(Visitor visitor, string path, string name)
    {
        var back = Uri.EscapeDataString(path);
        await visitor.OpenAsync($"/language/zh-CN?back={back}");
        await ShootAsync(name);
        await visitor.Page.SetViewportSizeAsync(390, 844);
        await visitor.OpenAsync(path);
        await ShootAsync(name + "-phone");
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('html, main, .card, .tile')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.tagName + '.' + e.className)"));
        await visitor.Page.SetViewportSizeAsync(1366, 768);
        await visitor.OpenAsync($"/language/en?back={back}");
        await ShootAsync(name + "-en");
        Assert.Empty(await Axe.FindAsync(visitor.Page));
        await visitor.OpenAsync($"/theme/dark?back={back}");
        await ShootAsync(name + "-dark");
        Assert.Empty(await Axe.FindAsync(visitor.Page));
        await visitor.OpenAsync($"/theme/light?back={back}");
        Assert.Empty(await Axe.FindAsync(visitor.Page));
        Assert.Empty(visitor.Errors);

        async Task ShootAsync(string picture)
        {
            await Expect(visitor.Page.Locator(".reading")).ToHaveCountAsync(0);
            await visitor.ShootAsync(picture);
        }
    }

    private static long Number(string? text) => long.Parse(text!.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
}
