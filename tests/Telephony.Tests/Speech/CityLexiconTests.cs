using System.Text.Json;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Speech;

public sealed class CityLexiconTests
{
    private static readonly LexiconTerms City = new(["安康小区", "工人新村", "滨海大道", "滨江大道", "康宁路", "安宁路", "康宁路小学", "市生态环境局"]);

    [Theory]
    [InlineData("我住在安糠小区12号楼", "我住在安康小区12号楼")]
    [InlineData("工人心村后面", "工人新村后面")]
    [InlineData("请转市生态还境局，谢谢", "请转市生态环境局，谢谢")]
    [InlineData("安糠小区和工人心村", "安康小区和工人新村")]
    public void An_almost_match_is_corrected(string heard, string written) => Assert.Equal(written, City.Correct(heard));

    [Theory]
    [InlineData("滨某大道")] // two terms fit
    [InlineData("安宁路小学")] // 安宁路 is a street of its own
    [InlineData("安糠小去")] // two characters
    [InlineData("康令路")] // too short to be sure
    [InlineData("安康小区在滨海大道")]
    [InlineData("")]
    public void Anything_else_is_left_as_it_was_heard(string heard) => Assert.Equal(heard, City.Correct(heard));

    [Fact]
    public void With_twenty_thousand_terms_a_long_text_is_corrected_and_the_prompt_stays_short()
    {
        var many = new LexiconTerms([.. Enumerable.Range(0, CityLexicon.MostTerms).Select(i => $"{(char)('一' + (i / 200))}{(char)('丁' + (i % 200))}花园小区")]);
        var text = string.Concat(Enumerable.Repeat("我要投诉一丁花园小屋没有水", 30));

        Assert.Contains("一丁花园小区没有水", many.Correct(text), StringComparison.Ordinal);
        Assert.InRange(many.Prompt.Length, 60, 120);
    }

    [Fact]
    public void A_changed_file_holds_for_the_next_text_and_a_vanished_one_empties_the_list()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("hotline-words-").FullName, "words.txt");
        var clock = new ManualClock(DateTimeOffset.UnixEpoch);
        var lexicon = new CityLexicon(new() { Lexicon = file }, clock, NullLogger<CityLexicon>.Instance);
        Assert.Equal("望海化园", lexicon.Terms.Correct("望海化园"));

        File.WriteAllLines(file, ["# 滨海区", "望海花园", "x", ""]);
        Assert.Equal("望海化园", lexicon.Terms.Correct("望海化园")); // not looked at for every text
        clock.Now += TimeSpan.FromSeconds(5);
        Assert.Equal("望海花园", lexicon.Terms.Correct("望海化园"));
        Assert.Equal("望海花园", lexicon.Terms.Prompt);

        File.Delete(file);
        clock.Now += TimeSpan.FromSeconds(5);
        Assert.Equal("望海化园", lexicon.Terms.Correct("望海化园"));
    }

    [Fact]
    public void The_sample_city_ships_its_own_places_and_departments()
    {
        var city = JsonDocument.Parse(File.ReadAllText(Path.Combine(SpeechEngine.Root, "samples/city/city.json"))).RootElement;
        var names = city.GetProperty("districts").EnumerateArray().SelectMany(d => d.GetProperty("places").EnumerateArray().Append(d.GetProperty("name")))
            .Concat(city.GetProperty("departments").EnumerateArray().Select(d => d.GetProperty("name")));

        Assert.Empty(names.Select(name => name.GetString()!).Except(File.ReadLines(Path.Combine(SpeechEngine.Root, "samples/city/lexicon.txt"))));
    }
}
