using Hotline.Telephony.Media;
using Hotline.Telephony.Recordings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Media;

/// <summary>The engine with its own thread and the real clock.</summary>
public sealed class MediaEngineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_thread_carries_a_recorded_call_between_two_of_our_own_legs()
    {
        var folder = Directory.CreateTempSubdirectory("hotline-engine").FullName;
        await using var engine = new MediaEngine(new MediaOptions { FirstPort = 30000, LastPort = 30999 }, TimeProvider.System, NullLogger<MediaEngine>.Instance);
        engine.Start();
        var (caller, citizen, agent) = (engine.OpenRtpLeg(), engine.OpenRtpLeg(), engine.OpenRtpLeg());
        var keys = new TaskCompletionSource<char>(TaskCreationOptions.RunContinuationsAsynchronously);
        citizen.Events = happened => { if (happened is MediaLegEvent.Digit digit) keys.TrySetResult(digit.Key); };
        caller.Connect(new AudioAgreement(citizen.LocalEndPoint, AudioCodec.Pcma, 8, 101, Send: true, Receive: true));
        citizen.Connect(new AudioAgreement(caller.LocalEndPoint, AudioCodec.Pcma, 8, 101, Send: true, Receive: true));
        var conversation = engine.OpenConversation(CallId.New());
        conversation.Join(citizen, Party.Citizen);
        conversation.Join(agent, Party.Agent);
        conversation.Record(Path.Combine(folder, "call.wav"));

        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        caller.Events = happened => { if (happened is MediaLegEvent.PlayFinished) finished.TrySetResult(); };
        caller.SendAudio(Prompt.FromSamples([.. Enumerable.Range(0, 8000).Select(n => (short)(n % 100 * 100))]));
        await finished.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        caller.SendDigits("7");
        Assert.Equal('7', await keys.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
        var recording = await conversation.EndAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.InRange(recording!.Length.TotalSeconds, 1, 30);
        Assert.Equal(StereoWav.HeaderLength + recording.Length.TotalSeconds * StereoWav.BytesPerSecond, recording.Bytes);
        var counters = engine.Counters;
        Assert.True(counters.Ticks >= 50 && counters.PacketsIn >= 50 && counters.PacketsOut >= 50);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Orders_that_fail_and_listeners_that_throw_do_not_stop_the_tick()
    {
        await using var studio = new Studio();
        var (leg, phone, _) = studio.Connect();
        leg.Events = _ => throw new InvalidOperationException("a listener's fault");
        studio.Engine.Post(() => throw new InvalidOperationException("an order's fault"));
        leg.Play(Prompt.FromSamples(new short[160]));
        studio.Tick(3);
        Assert.Equal(3, phone.Hear().Count);
    }

    [Fact]
    public async Task A_tick_with_calls_up_allocates_nothing()
    {
        await using var studio = new Studio();
        var (citizen, phone, _) = studio.Connect();
        var (agent, _, _) = studio.Connect();
        var conversation = studio.Engine.OpenConversation(CallId.New());
        conversation.Join(citizen, Party.Citizen);
        conversation.Join(agent, Party.Agent);
        citizen.Tap = new AudioTap();
        for (var n = 0; n < 300; n++)
        {
            phone.Say(3);
            studio.Tick();
        }

        phone.Say(3);
        phone.Say(3);
        var before = GC.GetAllocatedBytesForCurrentThread();
        studio.Tick(2);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
