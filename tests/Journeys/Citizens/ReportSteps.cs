using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Hotline.Journeys.Citizens;

/// <summary>The three steps of a citizen's report, as their hands go.</summary>
internal static class ReportSteps
{
    internal const string Next = "button[value=next]", Send = "button[value=send]";

    /// <summary>Step one; returns at step two.</summary>
    internal static async Task SayWhatAsync(this IPage page, string text, string? title = null, string? type = null)
    {
        await page.GotoAsync("/report");
        await page.FillAsync("#text", text);
        if (title is not null) await page.FillAsync("#title", title);
        if (type is not null) await page.CheckAsync($"input[name='Form.Type'][value={type}]");
        await page.ClickAsync(Next);
        await page.WaitForURLAsync("**/report/where**");
    }

    /// <summary>Step two, in words; returns at step three.</summary>
    internal static async Task SayWhereAsync(this IPage page, string place)
    {
        await page.FillAsync("#place", place);
        await page.ClickAsync(Next);
        await page.WaitForURLAsync("**/report/check");
    }

    /// <summary>Step three with a mobile and the code that comes to it; sends.</summary>
    internal static async Task SendWithPhoneAsync(this IPage page, HotlineHost host, string phone)
    {
        await page.CheckAsync("input[value=Mobile]");
        await page.FillAsync("#phone", phone);
        await page.ClickAsync("button[value=code]");
        await page.FillAsync("#code", await host.CodeAsync(phone));
        await page.ClickAsync(Send);
        await page.WaitForURLAsync("**/report/done");
    }

    internal static async Task<(string Number, string Code)> ReceiptAsync(this IPage page) => (await page.InnerTextAsync("#ticket-number"), await page.InnerTextAsync("#query-code"));

    internal static async Task TrackAsync(this IPage page, string number, string code)
    {
        await page.GotoAsync("/track");
        await page.FillAsync("#number", number);
        await page.FillAsync("#code", code);
        await page.ClickAsync("main form button[type=submit]");
        await page.Locator(".status").WaitForAsync();
    }

    /// <summary>The last code that the file channel has taken for this number.</summary>
    internal static async Task<string> CodeAsync(this HotlineHost host, string phone)
    {
        var newest = new DirectoryInfo(Path.Combine(host.Data, "outbox", "sms")).EnumerateFiles("*.json").OrderByDescending(f => f.LastWriteTimeUtc)
            .Select(f => JsonNode.Parse(File.ReadAllText(f.FullName))!).First(m => (string?)m["address"] == phone && ((string?)m["text"])!.Contains("验证码", StringComparison.Ordinal));
        return await Task.FromResult(string.Concat(((string)newest["text"]!).SkipWhile(c => c != '码').Skip(1).Take(6)));
    }
}
