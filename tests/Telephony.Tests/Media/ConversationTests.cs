using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class ConversationTests : IAsyncDisposable
{
    private const byte Silence = G711.AlawSilence;

    private readonly Studio _studio = new();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    private static byte Alaw(int sample) => G711.Encode((short)sample, AudioCodec.Pcma);

    private byte LastHeardBy(FakePhone phone) => Assert.Single(phone.Hear()[^1].Payload.Distinct());

    private void SayTogether(params (FakePhone Phone, byte Code)[] speakers)
    {
        for (var i = 0; i < 5; i++)
        {
            foreach (var (phone, code) in speakers) phone.Say(code);
            _studio.Tick();
        }
    }

    [Theory]
    [InlineData(AudioCodec.Pcma)]
    [InlineData(AudioCodec.Pcmu)]
    public void Two_parties_with_one_codec_hear_each_others_very_bytes(AudioCodec codec)
    {
        var (citizen, citizenPhone, _) = _studio.Connect(codec);
        var (agent, agentPhone, _) = _studio.Connect(codec);
        var conversation = _studio.Engine.OpenConversation(CallId.New());
        conversation.Join(citizen, Party.Citizen);
        conversation.Join(agent, Party.Agent);
        var random = new Random(1);
        var said = Enumerable.Range(0, 20).Select(_ => { var frame = new byte[160]; random.NextBytes(frame); return frame; }).ToArray();
        foreach (var frame in said)
        {
            citizenPhone.Say(frame);
            agentPhone.Say(Silence);
            _studio.Tick();
        }

        Assert.Equal(said[..18], agentPhone.Hear().Skip(2).Select(packet => packet.Payload));
    }

    [Fact]
    public void Between_the_laws_audio_is_converted()
    {
        var (citizen, citizenPhone, _) = _studio.Connect(AudioCodec.Pcmu);
        var (agent, agentPhone, _) = _studio.Connect(AudioCodec.Pcma);
        var conversation = _studio.Engine.OpenConversation(CallId.New());
        conversation.Join(citizen, Party.Citizen);
        conversation.Join(agent, Party.Agent);
        SayTogether((citizenPhone, G711.Encode(5000, AudioCodec.Pcmu)), (agentPhone, Alaw(-3000)));
        Assert.InRange(G711.Decode(LastHeardBy(agentPhone), AudioCodec.Pcma), 4800, 5200);
        Assert.InRange(G711.Decode(LastHeardBy(citizenPhone), AudioCodec.Pcmu), -3100, -2900);
    }

    [Fact]
    public void With_110_each_of_three_hears_the_sum_of_the_others()
    {
        var (phones, legs) = Three();
        SayTogether((phones[0], Alaw(1000)), (phones[1], Alaw(4000)), (phones[2], Alaw(-9000)));
        Assert.Equal([Alaw(4000 - 9000), Alaw(1000 - 9000), Alaw(5000)], phones.Select(phone => Near(LastHeardBy(phone), 4000 - 9000, 1000 - 9000, 5000)));
        Assert.Equal(3, legs.Length);
    }

    [Fact]
    public void A_mix_that_is_too_loud_saturates_and_does_not_wrap()
    {
        var (phones, _) = Three();
        SayTogether((phones[0], Alaw(30000)), (phones[1], Alaw(30000)), (phones[2], Silence));
        Assert.Equal(Alaw(32767), LastHeardBy(phones[2]));
    }

    [Fact]
    public void Who_leaves_is_heard_no_longer_and_two_go_on()
    {
        var (phones, legs) = Three();
        legs[0].Conversation!.Leave(legs[2]);
        SayTogether((phones[0], Alaw(1000)), (phones[1], Alaw(4000)), (phones[2], Alaw(-9000)));
        Assert.Equal([Alaw(4000), Alaw(1000), Silence], phones.Select(LastHeardBy));
    }

    [Fact]
    public void A_held_party_neither_hears_nor_is_heard()
    {
        var (phones, legs) = Three();
        legs[0].Held = true;
        SayTogether((phones[0], Alaw(1000)), (phones[1], Alaw(4000)), (phones[2], Alaw(-9000)));
        Assert.Equal(Silence, LastHeardBy(phones[0]));
        Assert.Equal(Alaw(-9000), Near(LastHeardBy(phones[1]), -9000));
    }

    [Fact]
    public void Closing_a_leg_takes_it_out_of_its_conversation()
    {
        var (phones, legs) = Three();
        legs[2].Close();
        SayTogether((phones[0], Alaw(1000)), (phones[1], Alaw(4000)));
        Assert.Equal(Alaw(4000), LastHeardBy(phones[0]));
    }

    [Fact]
    public async Task Taps_of_all_parties_share_the_conversations_time_line()
    {
        var (citizen, citizenPhone, _) = _studio.Connect();
        var (agent, agentPhone, _) = _studio.Connect();
        var conversation = _studio.Engine.OpenConversation(CallId.New());
        conversation.Join(citizen, Party.Citizen);
        citizen.Tap = new AudioTap();
        SayTogether((citizenPhone, 17));
        conversation.Join(agent, Party.Agent);
        agent.Tap = new AudioTap();
        SayTogether((citizenPhone, 17), (agentPhone, 33));
        var ended = conversation.EndAsync();
        _studio.Tick();
        Assert.Null(await ended);

        Assert.Equal(Enumerable.Range(0, 10).Select(n => n * 160L), Read(citizen.Tap).Select(frame => frame.Position));
        var agents = Read(agent.Tap);
        Assert.Equal(Enumerable.Range(5, 5).Select(n => n * 160L), agents.Select(frame => frame.Position));
        Assert.Equal(G711.Decode(33, AudioCodec.Pcma), agents[^1].Sample);
    }

    private static List<(long Position, short Sample)> Read(AudioTap tap)
    {
        var frames = new List<(long, short)>();
        var samples = new short[AudioTap.FrameSamples];
        while (tap.TryRead(samples, out var position)) frames.Add((position, samples[0]));
        return frames;
    }

    private (FakePhone[] Phones, RtpLeg[] Legs) Three()
    {
        var conversation = _studio.Engine.OpenConversation(CallId.New());
        var parties = new[] { Party.Citizen, Party.Agent, Party.Police }.Select(party =>
        {
            var (leg, phone, _) = _studio.Connect();
            conversation.Join(leg, party);
            return (leg, phone);
        }).ToArray();
        _studio.Tick();
        return ([.. parties.Select(party => party.phone)], [.. parties.Select(party => party.leg)]);
    }

    /// <summary>A sum of rounded samples may be one step of the law away from the rounded sum.</summary>
    private static byte Near(byte code, params int[] samples)
    {
        var heard = G711.Decode(code, AudioCodec.Pcma);
        var nearest = samples.MinBy(sample => Math.Abs(sample - heard));
        Assert.InRange(heard, nearest - 260, nearest + 260);
        return Alaw(nearest);
    }
}
