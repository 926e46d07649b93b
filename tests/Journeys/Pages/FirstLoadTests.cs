using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Hotline.Journeys.Pages;

/// <summary>What a citizen's phone has to fetch for its first page: every byte that travels, headers left out. The limit is 100 kB.</summary>
[Collection(nameof(PagesDay))]
public sealed partial class FirstLoadTests(HotlineHost host, ITestOutputHelper output)
{
    private const int Most = 100_000;

    [Theory]
    [InlineData("/")]
    [InlineData("/report")]
    [InlineData("/track")]
    [InlineData("/help")]
    [InlineData("/answers")]
    [InlineData("/about")]
    [InlineData("/call-back")]
    public async Task A_first_page_with_all_it_needs_is_small_and_brings_no_script(string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");
        using var plain = new HttpClient { BaseAddress = host.Address };
        var page = await plain.GetStringAsync(path, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        var parts = Needed().Matches(page).Select(m => WebUtility.HtmlDecode(m.Groups["href"].Value)).Prepend(path).Distinct(StringComparer.Ordinal).ToList();
        var bytes = 0;
        foreach (var part in parts)
        {
            var got = (await http.GetByteArrayAsync(new Uri(part, UriKind.RelativeOrAbsolute), TestContext.Current.CancellationToken)).Length;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{got,8} {part}"));
            bytes += got;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes,8} altogether, {parts.Count} requests"));
        Assert.InRange(bytes, 1, Most);
    }

    [GeneratedRegex("""<(?:link|img)[^>]*?(?:href|src)="(?<href>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Needed();
}
