using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Language;

/// <summary>Chinese unless the reader asks for English; large text 大字版 and dark or light colours where asked for. Each is remembered in a cookie.</summary>
internal static class LanguageModule
{
    internal const string SizeCookie = "hotline-size";
    internal const string ThemeCookie = "hotline-theme";
    internal const string DensityCookie = "hotline-density";

    internal static void AddLanguages(this IServiceCollection services)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = new CultureInfo("zh-CN");
        services.AddLocalization();
        services.AddTransient(typeof(IStringLocalizer<>), typeof(CountingLocalizer<>));
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture("zh-CN").AddSupportedCultures("zh-CN", "en").AddSupportedUICultures("zh-CN", "en");
            // A citizen's browser set to English still meets the city's own language first, until the reader chooses.
            options.RequestCultureProviders = [new CookieRequestCultureProvider()];
        });
    }

    internal static void MapLanguage(this IEndpointRouteBuilder app)
    {
        app.MapGet("/language/{culture:regex(^(zh-CN|en)$)}", (string culture, string? back, HttpContext http) =>
            Remember(http, CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new(culture)), back)).ExcludeFromDescription();
        app.MapGet("/text-size/{size:regex(^(normal|large)$)}", (string size, string? back, HttpContext http) =>
            Remember(http, SizeCookie, size, back)).ExcludeFromDescription();
        app.MapGet("/theme/{theme:regex(^(light|dark)$)}", (string theme, string? back, HttpContext http) =>
            Remember(http, ThemeCookie, theme, back)).ExcludeFromDescription();
        app.MapGet("/theme/device", (string? back, HttpContext http) => Forget(http, ThemeCookie, back)).ExcludeFromDescription(); // as the device is set
        app.MapGet("/density/{density:regex(^(normal|compact)$)}", (string density, string? back, HttpContext http) =>
            Remember(http, DensityCookie, density, back)).ExcludeFromDescription();
    }

    private static IResult Forget(HttpContext http, string cookie, string? back)
    {
        http.Response.Cookies.Delete(cookie);
        return Back(back);
    }

    private static IResult Remember(HttpContext http, string cookie, string value, string? back)
    {
        http.Response.Cookies.Append(cookie, value, new() { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true });
        return Back(back);
    }

    private static IResult Back(string? to) => Results.LocalRedirect(to is ['/', not ('/' or '\\'), ..] ? to : "/");
}
