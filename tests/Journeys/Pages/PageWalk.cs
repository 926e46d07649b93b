using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Hotline.Journeys.Pages;

/// <summary>Every page that the menu leads somebody to, and one of each kind behind those; each is looked at in Chinese and light, in English and dark, and on a phone.</summary>
/// <param name="known">Kinds of pages that were seen already, whoever saw them.</param>
internal sealed partial class PageWalk(Browser browser, HotlineHost host, HashSet<string> known)
{
    private const int Phone = 390;

    private const string Wide =
        """
        () => document.documentElement.scrollWidth <= innerWidth + 1 ? '' : [...document.querySelectorAll('body *')]
          .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility()).slice(0, 3).map(e => `${e.tagName.toLowerCase()}.${e.className}`).join(' ')
        """;

    /// <summary>Chinese on a page, without what is marked as such, one line a text.</summary>
    private const string Chinese =
        """
        () => { const found = [], walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) if (/\p{Script=Han}/u.test(walk.currentNode.data) && !walk.currentNode.parentElement.closest('[lang^=zh], [aria-hidden=true], script, style')) found.push(walk.currentNode.data.trim());
          return found; }
        """;

    /// <summary>What the city itself is called by: names of its units, places and categories. Longest first.</summary>
    private static readonly string[] City = [.. Directory.EnumerateFiles(Checkout.Samples("city"), "*.*json").SelectMany(f => Named().Matches(File.ReadAllText(f)))
        .SelectMany(m => m.Groups["name"].Captures.Select(c => c.Value)).Distinct(StringComparer.Ordinal).OrderByDescending(n => n.Length)];

    /// <param name="account">Null: a citizen.</param>
    /// <param name="starts">Where nothing but a hand leads to.</param>
    /// <returns>What is wrong, page by page.</returns>
    internal async Task<IReadOnlyList<string>> AsAsync(string? account, params string[] starts)
    {
        await using var chinese = await browser.OpenAsync(host, account);
        await using var english = await browser.OpenAsync(host, account);
        await english.Page.GotoAsync("/language/en?back=/developers");
        await english.Page.GotoAsync("/theme/dark?back=/developers");
        if (account is null) await chinese.Page.GotoAsync("/");
        var wrong = new List<string>();
        var ahead = new Queue<string>([.. await LinksAsync(chinese, "nav a[href^='/'], footer a[href^='/']"), .. starts]);
        while (ahead.TryDequeue(out var path))
        {
            if (!known.Add(Kind(path))) continue;
            await LookAsync(chinese, path, "zh", wrong);
            foreach (var link in await LinksAsync(chinese, "main a[href^='/']")) ahead.Enqueue(link);
            await LookAsync(english, path, "en", wrong);
        }

        return wrong;
    }

    private static async Task LookAsync(Visitor visitor, string path, string language, List<string> wrong)
    {
        var page = visitor.Page;
        await page.GotoAsync(path);
        await visitor.ReadyAsync();
        wrong.AddRange((await Axe.FindAsync(page)).Select(w => $"{path} ({language}): {w}"));
        if (language == "en" && OfTheHouse().IsMatch(path)) wrong.AddRange((await LeftInChineseAsync(page)).Select(text => $"{path} (en) is left in Chinese: {text}"));
        if (Checkout.Pictures is not null) await visitor.ShootAsync($"{Name(path)}-{language}");
        var size = page.ViewportSize!;
        await page.SetViewportSizeAsync(Phone, size.Height);
        if (await TooWideAsync(page) is { } wide) wrong.Add($"{path} ({language}) is wider than a phone: {wide}");
        if (Checkout.Pictures is not null) await visitor.ShootAsync($"{Name(path)}-{language}-phone");
        await page.SetViewportSizeAsync(size.Width, size.Height);
        wrong.AddRange(visitor.Errors.Select(e => $"{path} ({language}): {e}"));
        visitor.Errors.Clear();
    }

    /// <summary>Of pages that show no people's words.</summary>
    private static async Task<IEnumerable<string>> LeftInChineseAsync(IPage page)
    {
        await Assertions.Expect(page.Locator(".reading")).ToHaveCountAsync(0); // what is counted stands there
        var texts = await page.EvaluateAsync<string[]>(Chinese);
        return texts.Where(text => Han().IsMatch(City.Aggregate(text, (rest, name) => rest.Replace(name, "", StringComparison.Ordinal)))).Take(5);
    }

    /// <summary>Charts and maps follow the window a moment later.</summary>
    private static async Task<string?> TooWideAsync(IPage page)
    {
        for (var tries = 0; ; tries++)
        {
            if (await page.EvaluateAsync<string>(Wide) is not { Length: > 0 } wide) return null;
            if (tries == 20) return wide;
            await page.WaitForTimeoutAsync(100);
        }
    }

    private static async Task<IReadOnlyList<string>> LinksAsync(Visitor visitor, string which) =>
        [.. (await visitor.Page.EvaluateAsync<string[]>("which => [...document.querySelectorAll(which)].filter(a => !a.hasAttribute('download')).map(a => a.getAttribute('href'))", which)).Where(IsPage)];

    private static bool IsPage(string path) => !Elsewhere().IsMatch(path);

    /// <summary>The path, with one sign for whatever names a certain thing.</summary>
    private static string Kind(string path)
    {
        var parts = path.Split('?', '#')[0].TrimEnd('/').Split('/');
        return string.Join('/', parts.Select((part, at) => at < 2 || !Names(parts[1], part) ? part : "_"));
    }

    private static bool Names(string room, string part) => part.Any(char.IsDigit) || part.Length > 24 || (room is "figures" or "units" && part is not ("calls" or "months" or "tickets" or "figures"));

    private static string Name(string path) => Kind(path).Trim('/') is { Length: > 0 } kind ? kind.Replace('/', '.') : "home";

    [GeneratedRegex(@"^/(figures|reports/(daily|weekly|monthly)|administration/(calendar|retention|roles))(/|\?|$)(?!.*tickets)")]
    private static partial Regex OfTheHouse();

    [GeneratedRegex("""(?:"name"|"places"): (?:"(?<name>[^"]+)"|\[(?:"(?<name>[^"]+)"(?:, )?)+\])""")]
    private static partial Regex Named();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();

    [GeneratedRegex(@"^/(api|open311|language|theme|size|text-size|sign-out|health)\b|\.(csv|xlsx|json|pdf|wav|md|xml)(\?|$)|[?&](export|format)=")]
    private static partial Regex Elsewhere();
}
