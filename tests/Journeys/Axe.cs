using System.Text.Json;
using Microsoft.Playwright;

namespace Hotline.Journeys;

/// <summary>axe-core (Deque), which the build brings with the charts: it looks through a page for what keeps people out of it.</summary>
internal static class Axe
{
    private static readonly string Source = Path.Combine(Checkout.Root, "src", "Agent.Blazor", "client", "node_modules", "axe-core", "axe.min.js");

    /// <summary>Whether it is there (npm brings it at build): a story that looks at it by the way does without.</summary>
    internal static bool Is => File.Exists(Source);

    /// <summary>
    /// What is serious or critical on the page as it stands by WCAG 2.2 up to AA: rule, element and what is wrong. Skips the test where
    /// axe-core was not to be had.
    /// </summary>
    internal static async Task<IReadOnlyList<string>> FindAsync(IPage page)
    {
        Assert.SkipUnless(File.Exists(Source), "axe-core is not there: it comes with npm at build (Debian: apt-get install npm; ./hotline does it)");
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('link[rel=stylesheet]')].every(l => l.sheet)"); // a page that was just come to may still fetch its room's
        await page.EvaluateAsync(await File.ReadAllTextAsync(Source)); // by the debugger: the content security policy lets no script of ours in
        var found = await page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })).violations.filter(v => v.impact === 'serious' || v.impact === 'critical')"
            + ".flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ' — ' + (n.failureSummary ?? v.help)))");
        return [.. found.EnumerateArray().Select(v => v.GetString()!)];
    }
}
