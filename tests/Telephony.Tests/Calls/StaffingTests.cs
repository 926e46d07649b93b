using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>Nobody is signed in, or the callers go to another queue: the citizen is told, and the record says so.</summary>
public sealed class StaffingTests
{
    private const int NobodyTone = 430, BusyTone = 730, KeptTone = 690, NumberTone = 570;

    private static readonly Dictionary<string, int> Tones = new(StringComparer.Ordinal)
    {
        ["no-agent-callback"] = NobodyTone, ["busy"] = BusyTone, ["callback-number"] = NumberTone, ["callback-kept"] = KeptTone,
    };

    [Fact]
    public async Task Where_nobody_is_on_duty_the_citizen_hears_it_at_once_and_may_be_called_back()
    {
        await using var hotline = await StartAsync();
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, NobodyTone);
        Assert.Equal("main", (await hotline.NextAsync<CallEvent.FoundUnstaffed>()).Queue);
        citizen.Press("1");
        await TestTone.HeardAsync(citizen.Ear, NumberTone);
        citizen.Press("1");
        await TestTone.HeardAsync(citizen.Ear, KeptTone);
        Assert.Equal("callback registered", (await hotline.NextAsync<CallEvent.Ended>()).Reason);
        Assert.Single(hotline.Board.Callbacks.Open);
    }

    [Fact]
    public async Task Who_stays_is_served_once_somebody_signs_in()
    {
        await using var hotline = await StartAsync();
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, NobodyTone);
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone);
        var agent = hotline.Agent("1001", 1200);
        Assert.True(await hotline.Board.AnswerAsync((await hotline.NextAsync<CallEvent.Offered>()).Call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, 1200);
    }

    [Fact]
    public async Task Who_is_signed_in_and_away_is_on_duty()
    {
        await using var hotline = await StartAsync();
        hotline.Seats.SignIn(new("1001"), "张");
        await using var citizen = hotline.Dial();
        await TestTone.HeardAsync(citizen.Ear, RunningHotline.MusicTone);
        await TestTone.NeverAsync(citizen.Ear, TimeSpan.FromSeconds(1.5), NobodyTone);
        await TestTone.HeardAsync(citizen.Ear, BusyTone); // the usual announcement, when it is due
    }

    [Fact]
    public async Task A_caller_who_overflows_is_offered_there_and_the_record_says_from_where()
    {
        await using var hotline = await StartAsync(
            new QueueOptions { Name = "urban", Lines = ["12345"], Agents = ["1009"], OverflowTo = "main" }, new QueueOptions { Name = "main" });
        var agent = hotline.Agent("1001", 1200);
        await using var citizen = hotline.Dial();
        var moved = await hotline.NextAsync<CallEvent.Overflowed>();
        Assert.Equal(("urban", "main"), (moved.From, moved.To));
        await hotline.NextAsync<CallEvent.Offered>();
        Assert.Equal(["urban"], hotline.Board.Find(moved.Call)!.OverflowedFrom);
        Assert.True(await hotline.Board.AnswerAsync(moved.Call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, 1200);
    }

    [Fact]
    public async Task The_lines_skill_group_reaches_the_queue()
    {
        await using var hotline = await RunningHotline.StartAsync(
            lines: new(number => new TelephonyOptions.Line { Number = number, SkillGroup = "tax" }), greetings: Tones);
        hotline.Agent("1001", 1200);
        hotline.Seats.SignIn(new("1002"), "李");
        hotline.Board.SetSkills(new("1002"), new Dictionary<string, int> { ["tax"] = 1 }, new("5001"));
        hotline.Seats.Ready(new("1002"));
        await using var citizen = hotline.Dial("12366");
        Assert.Equal(new("1002"), (await hotline.NextAsync<CallEvent.Offered>()).Agent);
    }

    private static Task<RunningHotline> StartAsync(params QueueOptions[] queues) => RunningHotline.StartAsync(
        o => o with { Queues = queues, Lines = [new() { Number = "12345", AnnounceAfter = TimeSpan.FromSeconds(4), SilentAfter = TimeSpan.Zero }], KeyPatience = TimeSpan.FromSeconds(1) }, greetings: Tones);
}
