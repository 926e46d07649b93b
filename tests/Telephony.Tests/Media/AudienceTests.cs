using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

/// <summary>Who hears whom when not everybody speaks to everybody. Each party has a tone of its own, and an ear is asked for the energy of each.</summary>
public sealed class AudienceTests : IAsyncDisposable
{
    private const int Ticks = 25;
    private static readonly double[] Tones = [500, 1000, 1500, 2000];

    private readonly Studio _studio = new();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Fact]
    public void A_whispering_supervisor_is_heard_by_the_agent_and_leaves_no_energy_in_the_citizens_ear()
    {
        var room = new Room(_studio, Party.Citizen, Party.Agent, Party.Supervisor);
        room.Say(2, Audience.OurPeople);
        Assert.Equal([[1], [0, 2], [0, 1]], room.Ears());
    }

    [Fact]
    public void A_listening_supervisor_hears_both_and_is_heard_by_nobody()
    {
        var room = new Room(_studio, Party.Citizen, Party.Agent, Party.Supervisor);
        room.Say(2, Audience.Nobody);
        Assert.Equal([[1], [0], [0, 1]], room.Ears());
    }

    [Fact]
    public void A_supervisor_who_barges_in_is_heard_by_all()
    {
        var room = new Room(_studio, Party.Citizen, Party.Agent, Party.Supervisor);
        room.Say(2, Audience.Nobody);
        room.Ears();
        room.Say(2, Audience.Everybody);
        Assert.Equal([[1, 2], [0, 2], [0, 1]], room.Ears());
    }

    [Fact]
    public void A_muted_agent_hears_on_and_is_not_heard_until_the_mute_ends()
    {
        var room = new Room(_studio, Party.Citizen, Party.Agent);
        room.Say(1, Audience.Nobody);
        Assert.Equal([[], [0]], room.Ears());
        room.Say(1, Audience.Everybody);
        Assert.Equal([[1], [0]], room.Ears());
    }

    [Fact]
    public void A_department_hears_the_call_and_no_whisper()
    {
        var room = new Room(_studio, Party.Citizen, Party.Agent, Party.Outside, Party.Supervisor);
        room.Say(3, Audience.OurPeople);
        Assert.Equal([[1, 2], [0, 2, 3], [0, 1], [0, 1, 2]], room.Ears());
    }

    [Fact]
    public void A_whisper_is_not_in_the_recordings_right_channel_because_the_citizen_does_not_hear_it()
    {
        var room = new Room(_studio, Party.Citizen, Party.Agent, Party.Supervisor);
        room.Say(2, Audience.OurPeople);
        room.Ears();
        Assert.True(Energy(room.Legs[0].Spoken.ToArray(), Tones[2]) < Energy(room.Legs[0].Spoken.ToArray(), Tones[1]) / 1000);
    }

    [Fact]
    public void Between_A_law_and_mu_law_a_muted_agent_is_silent_too()
    {
        var room = new Room(_studio, [AudioCodec.Pcmu, AudioCodec.Pcma], Party.Citizen, Party.Agent);
        room.Say(1, Audience.Nobody);
        Assert.Equal([[], [0]], room.Ears());
        Assert.All(room.Legs[0].Spoken.ToArray(), code => Assert.Equal(G711.UlawSilence, code));
    }

    /// <summary>Goertzel's sum over one frame; the tones fall on whole periods of it.</summary>
    private static double Energy(byte[] codes, double hertz, AudioCodec law = AudioCodec.Pcma)
    {
        var (re, im) = (0.0, 0.0);
        for (var i = 0; i < codes.Length; i++)
        {
            var sample = G711.Decode(codes[i], law);
            re += sample * Math.Cos(2 * Math.PI * hertz * i / 8000);
            im += sample * Math.Sin(2 * Math.PI * hertz * i / 8000);
        }

        return (re * re) + (im * im);
    }

    private sealed class Room
    {
        private readonly Studio _studio;
        private readonly Conversation _conversation;
        private readonly Party[] _parties;
        private readonly FakePhone[] _phones;

        internal Room(Studio studio, params Party[] parties)
            : this(studio, [.. parties.Select(_ => AudioCodec.Pcma)], parties)
        {
        }

        internal Room(Studio studio, AudioCodec[] codecs, params Party[] parties)
        {
            (_studio, _parties, _conversation) = (studio, parties, studio.Engine.OpenConversation(CallId.New()));
            var connected = codecs.Select(codec => studio.Connect(codec)).ToArray();
            (Legs, _phones) = ([.. connected.Select(c => c.Leg)], [.. connected.Select(c => c.Phone)]);
            for (var i = 0; i < parties.Length; i++) _conversation.Join(Legs[i], parties[i]);
        }

        internal RtpLeg[] Legs { get; }

        internal void Say(int party, Audience audience) => _conversation.Join(Legs[party], _parties[party], audience);

        /// <summary>All speak for a while; whom does each hear?</summary>
        internal int[][] Ears()
        {
            for (var tick = 0; tick < Ticks; tick++)
            {
                for (var i = 0; i < _phones.Length; i++) _phones[i].Say(Tone(Tones[i], Legs[i].Codec));
                _studio.Tick();
            }

            var loudest = Energy(Tone(Tones[0], AudioCodec.Pcma), Tones[0]);
            return [.. Legs.Select(leg => Enumerable.Range(0, Legs.Length).Where(i => Energy(leg.Spoken.ToArray(), Tones[i], leg.Codec) > loudest / 1000).ToArray())];
        }

        private static byte[] Tone(double hertz, AudioCodec law) =>
            [.. Enumerable.Range(0, 160).Select(i => G711.Encode((short)(6000 * Math.Sin(2 * Math.PI * hertz * i / 8000)), law))];
    }
}
