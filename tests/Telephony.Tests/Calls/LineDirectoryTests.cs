using System.Collections.Concurrent;
using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>Many numbers on one switchboard, over real SIP and RTP: every greeting is a tone of its own.</summary>
public sealed class LineDirectoryTests
{
    private const int UrbanTone = 700, EnterpriseTone = 950;

    [Fact]
    public async Task Calls_to_three_numbers_hear_three_greetings_and_keep_their_number()
    {
        await using var hotline = await RunningHotline.StartAsync(lines: Lines(new(StringComparer.Ordinal)
        {
            ["12345"] = "greeting", ["12319"] = "greeting-urban", ["8112345"] = "greeting-enterprise",
        }), greetings: new() { ["greeting-urban"] = UrbanTone, ["greeting-enterprise"] = EnterpriseTone });

        foreach (var (number, tone) in new[] { ("12345", RunningHotline.GreetingTone), ("12319", UrbanTone), ("8112345", EnterpriseTone) })
        {
            await using var citizen = hotline.Dial(number);
            await TestTone.HeardAsync(citizen.Ear, tone);
            Assert.Equal(number, hotline.Board.Live.Single(c => c.State != CallState.Ended).Called);
            await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone);
            citizen.HangUp();
            await hotline.NextAsync<CallEvent.Ended>();
        }
    }

    [Fact]
    public async Task A_line_that_changes_while_we_serve_greets_the_next_caller()
    {
        var greeting = new ConcurrentDictionary<string, string>(StringComparer.Ordinal) { ["12319"] = "greeting-urban" };
        await using var hotline = await RunningHotline.StartAsync(lines: Lines(greeting), greetings: new() { ["greeting-urban"] = UrbanTone });
        await using (var first = hotline.Dial("12319")) await TestTone.HeardAsync(first.Ear, UrbanTone);
        greeting["12319"] = "greeting";
        await using (var second = hotline.Dial("12319")) await TestTone.HeardAsync(second.Ear, RunningHotline.GreetingTone);
    }

    [Fact]
    public async Task A_number_without_a_line_is_refused()
    {
        await using var hotline = await RunningHotline.StartAsync(lines: Lines(new(StringComparer.Ordinal) { ["12319"] = "greeting" }));
        await using var citizen = hotline.Dial();
        Assert.Contains("404", (await Assert.ThrowsAsync<Phones.CallRefusedException>(() => citizen.Answered)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_fails_costs_no_call()
    {
        await using var hotline = await RunningHotline.StartAsync(lines: new(_ => throw new InvalidOperationException("no directory")));
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.GreetingTone);
    }

    private static LineDirectory Lines(ConcurrentDictionary<string, string> greetings) =>
        new(number => greetings.TryGetValue(number, out var greeting) ? new TelephonyOptions.Line { Number = number, Greeting = greeting } : null);
}
