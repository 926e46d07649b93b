namespace Hotline.Journeys.Pages;

/// <summary>How a visitor wants the pages to look.</summary>
internal static class Preferences
{
    /// <param name="language">zh or en.</param>
    internal static async Task PreferAsync(this Visitor visitor, string language, bool dark)
    {
        await visitor.Page.GotoAsync($"/language/{(language == "en" ? "en" : "zh-CN")}?back=/not-yours");
        await visitor.Page.GotoAsync($"/theme/{(dark ? "dark" : "light")}?back=/not-yours");
    }
}
