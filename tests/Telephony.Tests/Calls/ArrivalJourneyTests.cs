using Hotline.Telephony.Calls;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>What a caller hears before an agent answers, and where each key leads; every prompt is a tone of its own.</summary>
public sealed class ArrivalJourneyTests
{
    private const int CitizenTone = 800;
    private const int AgentTone = 1200;
    private static readonly Dictionary<string, int> Tones = new(StringComparer.Ordinal)
    {
        ["menu"] = 430, ["closed"] = 570, ["any-key"] = 650, ["busy"] = 730, ["no-agent"] = 910, ["goodbye"] = 1030,
    };

    [Fact]
    public async Task A_key_of_the_menu_says_what_is_wanted_and_leads_to_an_agent()
    {
        await using var hotline = await StartAsync(l => l with { Menu = Menu(TimeSpan.FromSeconds(30)) });
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, Tones["menu"]);
        citizen.Press("3"); // means nothing and is passed over
        citizen.Press("2");

        var chosen = await hotline.NextAsync<CallEvent.MenuChosen>();
        Assert.Equal(('2', "英语"), (chosen.Key, chosen.Name));
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone);
        Assert.Equal((CallState.Queued, "英语"), (hotline.Board.Find(chosen.Call)!.State, hotline.Board.Find(chosen.Call)!.Chosen));
    }

    [Fact]
    public async Task Who_presses_no_key_of_the_menu_goes_to_an_agent()
    {
        await using var hotline = await StartAsync(l => l with { Menu = Menu(TimeSpan.FromSeconds(0.5)) });
        var agent = hotline.Agent("1001", AgentTone);
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, Tones["menu"]);
        Assert.Equal(agent.Id, (await hotline.NextAsync<CallEvent.Offered>()).Agent);
    }

    [Fact]
    public async Task A_closed_line_says_so_and_key_0_reaches_whoever_is_on_duty()
    {
        await using var hotline = await StartAsync(Closed);
        var agent = hotline.Agent("1001", AgentTone);
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, Tones["closed"]);
        var call = (await hotline.NextAsync<CallEvent.FoundClosed>()).Call;
        citizen.Press("0");

        await hotline.NextAsync<CallEvent.Offered>();
        Assert.Equal([CallFlag.Urgent], hotline.Board.Find(call)!.Flags);
        Assert.True(await hotline.Board.AnswerAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
    }

    [Fact]
    public async Task Who_presses_nothing_on_a_closed_line_hears_it_twice_and_a_good_bye()
    {
        await using var hotline = await StartAsync(Closed);
        await using var citizen = hotline.Dial();
        for (var i = 0; i < 4; i++) await TestTone.HeardAsync(citizen.Ear, Tones["closed"]); // 1.6 s of a prompt of 1.2 s
        await TestTone.HeardAsync(citizen.Ear, Tones["goodbye"]);
        Assert.Equal("the line was closed", (await hotline.NextAsync<CallEvent.Ended>()).Reason);
    }

    [Fact]
    public async Task A_caller_who_stays_silent_is_asked_for_any_key_and_goes_to_an_agent_marked()
    {
        await using var hotline = await StartAsync(l => l with { SilentAfter = TimeSpan.FromSeconds(2.5) });
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, Tones["any-key"]);
        var flagged = await hotline.NextAsync<CallEvent.Flagged>();
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone);
        var agent = hotline.Agent("1001", AgentTone);
        await hotline.NextAsync<CallEvent.Offered>();

        Assert.Equal(CallFlag.Silent, flagged.Flag);
        Assert.Equal([CallFlag.Silent], hotline.Board.Find(flagged.Call)!.Flags);
        Assert.True(await hotline.Board.AnswerAsync(flagged.Call, agent.Id));
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        Assert.Equal(CallFlag.Silent, (await hotline.NextAsync<CallEvent.Unflagged>()).Flag);
        Assert.Empty(hotline.Board.Find(flagged.Call)!.Flags);
    }

    [Fact]
    public async Task A_silent_caller_who_presses_a_key_stays_marked_whatever_is_heard_later()
    {
        await using var hotline = await StartAsync(l => l with { SilentAfter = TimeSpan.FromSeconds(2.5) });
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, Tones["any-key"]);
        citizen.Press("5");
        var call = (await hotline.NextAsync<CallEvent.DigitPressed>()).Call;
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone);
        citizen.Hum(RunningHotline.Sound(CitizenTone));

        var agent = hotline.Agent("1001", AgentTone);
        await hotline.NextAsync<CallEvent.Offered>();
        Assert.True(await hotline.Board.AnswerAsync(call, agent.Id));
        await TestTone.HeardAsync(agent.Ear, CitizenTone);
        Assert.Equal([CallFlag.Silent], hotline.Board.Find(call)!.Flags);
    }

    [Fact]
    public async Task A_caller_who_speaks_is_never_asked()
    {
        await using var hotline = await StartAsync(l => l with { SilentAfter = TimeSpan.FromSeconds(2) });
        await using var citizen = hotline.Dial();
        await citizen.Answered;
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        var queued = await hotline.NextAsync<CallEvent.Queued>();
        for (var i = 0; i < 6; i++) await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone); // 2.4 s more
        Assert.Empty(hotline.Board.Find(queued.Call)!.Flags);
    }

    [Fact]
    public async Task Who_waits_hears_how_things_stand_and_then_music_again()
    {
        await using var hotline = await StartAsync(l => l with { AnnounceAfter = TimeSpan.FromSeconds(1), AnnounceEvery = TimeSpan.FromSeconds(3) });
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone);
        await TestTone.HeardAsync(citizen.Ear, Tones["no-agent"]);
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone);
        hotline.Seats.SignIn(new("1001"), "1001");
        await TestTone.HeardAsync(citizen.Ear, Tones["busy"]);
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone);
    }

    [Fact]
    public async Task An_agent_who_answers_ends_every_announcement()
    {
        await using var hotline = await StartAsync(l => l with { AnnounceAfter = TimeSpan.FromSeconds(0.5), AnnounceEvery = TimeSpan.FromSeconds(1) });
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, Tones["no-agent"]);
        var agent = hotline.Agent("1001", AgentTone);
        Assert.True(await hotline.Board.AnswerAsync((await hotline.NextAsync<CallEvent.Offered>()).Call, agent.Id));
        for (var i = 0; i < 5; i++) await TestTone.HeardAsync(citizen.Ear, AgentTone);
        await TestTone.NeverAsync(citizen.Ear, TimeSpan.FromSeconds(2), RunningHotline.MusicTone, Tones["busy"], Tones["no-agent"]);
    }

    private static TelephonyOptions.Line Closed(TelephonyOptions.Line line) => line with { WorkdaysOnly = true, Hours = "00:00-24:00", Holidays = [.. Today()] };

    private static IEnumerable<DateOnly> Today()
    {
        var china = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
        return [china, china.AddDays(1)];
    }

    private static CallMenu Menu(TimeSpan patience) => new()
    {
        Patience = patience, Keys = [new() { Key = '1', Name = "企业", Skills = ["enterprise"] }, new() { Key = '2', Name = "英语", Priority = 1 }],
    };

    private static Task<RunningHotline> StartAsync(Func<TelephonyOptions.Line, TelephonyOptions.Line> line) => RunningHotline.StartAsync(
        o => o with { Lines = [line(new() { Number = "12345", AnnounceAfter = TimeSpan.Zero, SilentAfter = TimeSpan.Zero })], KeyPatience = TimeSpan.FromSeconds(1) }, greetings: Tones);
}
