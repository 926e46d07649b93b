using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Lines;

namespace Hotline.Tickets.Tests.Lines;

public sealed class LineBookTests
{
    private static readonly TimeZoneInfo City = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly LineBook Sample = Read(File.ReadAllText(Path.Combine(Path.GetDirectoryName(new TicketsOptions().CityFile)!, "lines.json"))).Book!;

    [Theory]
    [InlineData("12345", "2026-11-09T10:00:00+08:00", "12345", "greeting", false)]
    [InlineData("12319", "2026-11-09T10:00:00+08:00", "urban", "greeting-urban", false)]
    [InlineData("12319", "2029-12-31T23:59:59+08:00", "urban", "greeting-urban", false)]
    [InlineData("12319", "2030-01-01T00:00:00+08:00", "12345", "greeting", true)] // switched off and forwarded
    [InlineData("8112345", "2026-11-09T03:00:00+08:00", "enterprise", "greeting-enterprise", false)]
    [InlineData("12315", "2026-11-09T08:00:00+08:00", "market", "greeting-market", false)]
    [InlineData("12315", "2026-11-09T20:00:00+08:00", "12345", "greeting", true)] // closed for the day
    [InlineData("12331", "2026-11-09T10:00:00+08:00", "market", "greeting-market", true)]
    [InlineData("12331", "2026-11-09T21:00:00+08:00", "12345", "greeting", true)] // forwarded twice
    public void A_call_belongs_to_the_line_of_its_number_and_time(string number, string at, string code, string greeting, bool forwarded)
    {
        var answer = Sample.Resolve(number, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture))!;
        Assert.Equal((code, greeting, forwarded, number), (answer.Line.Code, answer.Line.Greeting, answer.Forwarded, answer.Dialled));
    }

    [Fact]
    public void A_number_may_mean_another_thing_later()
    {
        var book = Read(Rows(
            """{"code":"family","number":"12356","name":"人口计生热线","department":"health","mode":"merged","from":"2008-01-01","to":"2021-07-01"}""",
            """{"code":"psych","number":"12356","name":"心理援助热线","department":"health","mode":"dual","from":"2025-05-01"}""")).Book!;
        Assert.Equal("family", At(book, "12356", 2020)?.Line.Code);
        Assert.Null(At(book, "12356", 2023));
        Assert.Equal("psych", At(book, "12356", 2026)?.Line.Code);
        Assert.Equal(["人口计生热线", "心理援助热线"], book.HistoryOf("12356").Select(l => l.Name));
    }

    [Fact]
    public void A_number_switched_off_without_a_target_is_not_served() =>
        Assert.Null(At(Read(Rows(Line("a", "12300") + ""","switchOff":{"on":"2020-01-01"}}""")).Book!, "12300", 2026));

    [Fact]
    public void Lines_that_forward_in_a_circle_end_nowhere() => Assert.Null(At(Read(Rows(
        Line("a", "12300") + ""","switchOff":{"on":"2020-01-01","forwardTo":"12301"}}""", Line("b", "12301") + ""","switchOff":{"on":"2020-01-01","forwardTo":"12300"}}""")).Book!, "12300", 2026));

    [Fact]
    public void A_line_has_clocks_of_its_own()
    {
        var facts = new RequestFacts(RequestType.Complaint, Channel.Phone, "许可证", "迟迟不批", null, null, null, Urgency.Normal, Confidential: false, WantsReply: true, CallId: null);
        Assert.Equal((5, 3), (Limit(facts), Limit(facts with { Line = "enterprise" })));

        static int Limit(RequestFacts facts) => Tests.Sample.Rules.Start(ClockName.Handling, facts, Tests.Sample.Monday).Limit.Value;
    }

    [Fact]
    public void What_does_not_hang_together_is_named()
    {
        Assert.Equal(["[0].department"], Problems(Rows(Line("a", "12300", "nobody") + "}")));
        Assert.Equal(["[0].number"], Problems(Rows(Line("a", "12-3") + "}")));
        Assert.Equal(["[0].hours"], Problems(Rows(Line("a", "12300") + ""","hours":"always"}""")));
        Assert.Equal(["[0].to"], Problems(Rows(Line("a", "12300") + ""","to":"1999-01-01"}""")));
        Assert.Equal(["[0]"], Problems(Rows(Line("a", "12300") + ""","switchOff":{"on":"2020-01-01","forwardTo":"999"}}""")));
        Assert.Equal(["code"], Problems(Rows(Line("a", "12300") + "}", Line("a", "12301") + "}")));
        Assert.Equal(["number"], Problems(Rows(Line("a", "12300") + "}", Line("b", "12300") + "}")));
        Assert.Equal(["$"], Problems("[]"));
        Assert.Equal(["$[0].mode"], Problems(Rows("""{"code":"a","number":"12300","name":"甲","department":"water","mode":"secret","from":"2000-01-01"}""")));
    }

    private static LineAnswer? At(LineBook book, string number, int year) => book.Resolve(number, new(year, 6, 1, 12, 0, 0, TimeSpan.Zero));

    private static string Line(string code, string number, string department = "water") =>
        $$"""{"code":"{{code}}","number":"{{number}}","name":"甲","department":"{{department}}","mode":"dual","from":"2000-01-01" """;

    private static string Rows(params string[] rows) => $"[{string.Join(',', rows)}]";

    private static IEnumerable<string> Problems(string json) => Read(json).Problems.Select(p => p.Split(':')[0]);

    private static (LineBook? Book, IReadOnlyList<string> Problems) Read(string json) => LineBook.Read(json, Tests.Sample.Rules.Knows, City);
}
