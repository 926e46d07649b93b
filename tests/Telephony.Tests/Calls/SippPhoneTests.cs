using System.Globalization;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Tests.Endpoints;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>sipp plays the agent's phone by the harness's scenarios; it sends back what it hears, so that the citizen's own tone proves the audio both ways.</summary>
public sealed class SippPhoneTests
{
    private const int CitizenTone = 800;
    private static readonly AgentId Agent = new("1001");

    [Fact]
    public async Task Sipp_answers_as_the_agents_phone_and_is_told_when_the_citizen_hangs_up()
    {
        using var sipp = await SippAsync("a01_agent_answer.xml");
        await using var hotline = await StartAsync(sipp.Port);
        await using var citizen = hotline.Dial();
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        await hotline.NextAsync<CallEvent.AgentAnswered>();
        await TestTone.HeardAsync(citizen.Ear, CitizenTone);
        citizen.HangUp();
        await hotline.NextAsync<CallEvent.Ended>();
        Assert.Equal(0, await sipp.ExitAsync());
        Assert.Equal(SeatState.WrapUp, hotline.Seats.Find(Agent)!.State);
    }

    [Fact]
    public async Task Sipp_is_busy_and_the_next_agent_gets_the_citizen()
    {
        using var sipp = await SippAsync("a02_agent_busy.xml");
        await using var hotline = await StartAsync(sipp.Port);
        await using var citizen = hotline.Dial();
        Assert.Equal(Agent, (await hotline.NextAsync<CallEvent.OfferLapsed>()).Agent);
        var next = hotline.Agent("1002", 1500);
        CallEvent.Offered offer;
        do offer = await hotline.NextAsync<CallEvent.Offered>(); while (offer.Agent != next.Id);
        Assert.True(await hotline.Board.AnswerAsync(offer.Call, next.Id));
        await TestTone.HeardAsync(citizen.Ear, 1500);
        Assert.Equal(0, await sipp.ExitAsync());
    }

    /// <summary>Its BYE goes to the Contact of our ACK and leaves our tag out.</summary>
    [Fact]
    public async Task Sipp_hangs_up_as_the_agents_phone_and_the_citizen_is_not_left_alone()
    {
        using var sipp = await SippAsync("a04_agent_hangs_up.xml");
        await using var hotline = await StartAsync(sipp.Port);
        await using var citizen = hotline.Dial();
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        await hotline.NextAsync<CallEvent.AgentAnswered>();
        await TestTone.HeardAsync(citizen.Ear, CitizenTone);
        Assert.Equal(0, await sipp.ExitAsync());
        Assert.Equal("agent hung up", (await hotline.NextAsync<CallEvent.Ended>()).Reason);
        Assert.Equal(SeatState.WrapUp, hotline.Seats.Find(Agent)!.State);
    }

    private static async Task<RunningHotline> StartAsync(int port)
    {
        var hotline = await RunningHotline.StartAsync(o => o with
        {
            AgentPhones = new Dictionary<string, string> { ["1001"] = string.Create(CultureInfo.InvariantCulture, $"sip:1001@127.0.0.1:{port}") },
        });
        hotline.Seats.SignIn(Agent, "1001");
        hotline.Seats.Ready(Agent);
        return hotline;
    }

    private static async Task<SippProcess> SippAsync(string scenario)
    {
        var file = Scenario(scenario);
        Assert.SkipUnless(file is not null, "the scenarios are not here: put shared/harness beside the checkout");
        return await SippProcess.StartAsync("-sf", file!, "127.0.0.1:5060", "-m", "1", "-rtp_echo");
    }

    private static string? Scenario(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, "shared", "harness", "scenarios", "functional", name);
            if (File.Exists(file)) return file;
        }

        return null;
    }
}
