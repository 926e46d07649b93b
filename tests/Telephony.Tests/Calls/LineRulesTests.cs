using Hotline.Telephony.Calls;
using Microsoft.Extensions.Configuration;

namespace Hotline.Telephony.Tests.Calls;

public sealed class LineRulesTests
{
    [Fact]
    public void A_line_of_the_settings_stands_for_the_usual_one_of_its_number()
    {
        var options = Bound(("Lines:0:Number", "12345"), ("Lines:0:Survey", "true"), ("Lines:0:Hours", "09:00-12:00"));
        Assert.Empty(Problems(options));
        Assert.Equal((true, "09:00-12:00"), (options.FindLine("12345")!.Survey, options.FindLine("12345")!.Hours));
        Assert.NotNull(options.FindLine("2000"));
    }

    [Fact]
    public void A_number_named_twice_in_the_settings_is_refused() =>
        Assert.Contains(Problems(Bound(("Lines:0:Number", "777"), ("Lines:1:Number", "777"))), p => p.Contains("777 twice", StringComparison.Ordinal));

    [Fact]
    public void A_second_level_of_a_menu_is_refused_by_name()
    {
        var problems = Problems(Bound(
            ("Lines:0:Number", "777"), ("Lines:0:Menu:Keys:0:Key", "1"), ("Lines:0:Menu:Keys:0:Name", "企业"),
            ("Lines:0:Menu:Keys:0:Menu:Keys:0:Key", "1"), ("Lines:0:Menu:Keys:0:Menu:Keys:0:Name", "税")));
        Assert.Contains("Menu:Keys:0:Menu is a second level", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("09:00-12:00,13:30-17:30", true)]
    [InlineData("00:00-24:00", true)]
    [InlineData("17:00-09:00", false)]
    [InlineData("09:00-12:00,11:00-13:00", false)]
    [InlineData("9 to 5", false)]
    public void Hours_are_parts_of_a_day_in_order(string hours, bool right) =>
        Assert.Equal(right, Problems(Bound(("Lines:0:Number", "777"), ("Lines:0:Hours", hours))).Count == 0);

    [Theory]
    [InlineData("2026-11-23T03:59:00Z", true)]
    [InlineData("2026-11-23T04:00:00Z", false)] // noon in China
    [InlineData("2026-11-22T03:00:00Z", false)] // Sunday
    [InlineData("2026-11-24T03:00:00Z", false)] // a holiday of the line
    public void A_line_is_open_in_its_hours_on_the_days_the_calendar_gives(string at, bool open)
    {
        var line = new TelephonyOptions.Line { Number = "777", Hours = "09:00-12:00,13:30-17:30", WorkdaysOnly = true, Holidays = [new(2026, 11, 24)] };
        var when = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(open, OpeningHours.AreOpen(line, when, LineDirectory.Of(new()).IsWorkday));
    }

    [Fact]
    public void Callers_certificates_are_asked_for_only_where_somebody_is_named_who_may_sign_them()
    {
        Assert.Contains("Authorities", Assert.Single(Problems(new() { Tls = new() { Port = 5061, ClientCertificates = true } })), StringComparison.Ordinal);
        Assert.Empty(Problems(new() { Tls = new() { Port = 5061, ClientCertificates = true, Authorities = "ours.pem" } }));
    }

    [Fact]
    public void Who_waits_is_told_nothing_that_is_not_known()
    {
        Assert.Equal(["no-agent"], WaitingWords.Of(3, null, staffed: false));
        Assert.Equal(["busy"], WaitingWords.Of(null, null, staffed: true));
        Assert.Equal(["busy", "position-next"], WaitingWords.Of(1, null, staffed: true));
        Assert.Equal(
            ["busy", "position-before", "两", "位", "position-after", "wait-before", "一", "到", "四", "分钟"],
            WaitingWords.Of(3, (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(200)), staffed: true));
    }

    private static TelephonyOptions Bound(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build().Get<TelephonyOptions>()!;

    private static List<string> Problems(TelephonyOptions options) => [.. new TelephonyOptionsRules().Validate(null, options).Failures ?? []];
}
