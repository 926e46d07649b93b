namespace Hotline.Journeys.Pages;

/// <summary>I18N-2, WEB-4: nobody is kept out of a page by how it is made.</summary>
[Collection(nameof(PagesDay))]
public sealed class EveryPageJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task Every_page_is_accessible_in_both_languages_light_and_dark_and_fits_a_phone()
    {
        Assert.SkipUnless(Axe.Is, "npm could not bring axe-core.");
        var walk = new PageWalk(browser, host, []);
        List<string> wrong = [.. await walk.AsAsync(null, "/", "/e", "/sign-in", "/not-found")];
        foreach (var account in (string[])["5001", "admin", "1001", "2001", "3001", "4001", "urban", "urban-lead", "6001", "7001", "8001"]) wrong.AddRange(await walk.AsAsync(account));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
