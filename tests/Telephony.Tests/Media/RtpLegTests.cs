using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class RtpLegTests : IAsyncDisposable
{
    private const byte Silence = G711.AlawSilence;

    private readonly Studio _studio = new();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    private byte[] HearOneByOne(RtpLeg leg, FakePhone phone, params byte[] codes) => [.. codes.Select(code =>
    {
        phone.Say(code);
        _studio.Tick();
        return leg.Heard[0];
    })];

    [Fact]
    public void A_connected_leg_sends_every_tick_with_an_even_clock_and_hears_its_peer()
    {
        var (leg, phone, _) = _studio.Connect();
        Assert.Equal([Silence, Silence, 1, 2], HearOneByOne(leg, phone, 1, 2, 3, 4));

        var sent = phone.Hear();
        Assert.Equal(4, sent.Count);
        Assert.Equal([true, false, false, false], sent.Select(packet => packet.Marker));
        Assert.All(sent.Zip(sent.Skip(1)), pair => Assert.Equal((1, 160u), (pair.Second.Sequence - pair.First.Sequence, pair.Second.Timestamp - pair.First.Timestamp)));
        Assert.Single(sent.Select(packet => packet.Ssrc).Distinct());
        Assert.All(sent, packet => Assert.Equal((8, 160), (packet.PayloadType, packet.Payload.Length)));
    }

    [Fact]
    public void Lost_packets_are_counted_by_their_numbers()
    {
        var (leg, phone, _) = _studio.Connect();
        for (var n = 0; n < 50; n++)
        {
            if (n % 10 == 9) (phone.Sequence, phone.Timestamp) = ((ushort)(phone.Sequence + 1), phone.Timestamp + 160);
            else phone.Say(7);
            _studio.Tick();
        }

        Assert.Equal((45, 4), (leg.Statistics.PacketsIn, leg.Statistics.Lost));
        Assert.Equal((45, 4), (_studio.Engine.Counters.PacketsIn, _studio.Engine.Counters.Lost));
    }

    [Fact]
    public void Nothing_is_sent_or_taken_before_the_leg_is_connected()
    {
        var leg = _studio.Engine.OpenRtpLeg();
        using var phone = new FakePhone(leg.LocalEndPoint);
        HearOneByOne(leg, phone, 1, 2, 3, 4);
        Assert.Empty(phone.Hear());
        Assert.Equal(0, leg.Statistics.PacketsIn);
    }

    [Fact]
    public void A_peer_behind_NAT_is_answered_where_it_sends_from()
    {
        var leg = _studio.Engine.OpenRtpLeg();
        using var announced = new FakePhone(leg.LocalEndPoint);
        using var real = new FakePhone(leg.LocalEndPoint);
        leg.Connect(announced.Agreement());
        _studio.Tick();
        real.Say(1);
        _studio.Tick(2);
        Assert.Single(announced.Hear());
        Assert.Equal(2, real.Hear().Count);
    }

    [Fact]
    public void Once_the_peer_is_known_nobody_else_is_heard_until_the_next_connect()
    {
        var (leg, phone, _) = _studio.Connect();
        using var stranger = new FakePhone(leg.LocalEndPoint);
        HearOneByOne(leg, phone, 1, 1, 1);
        stranger.Say(9);
        Assert.Equal([1, 1], HearOneByOne(leg, phone, 1, 1));
        Assert.Equal(5, leg.Statistics.PacketsIn);
        Assert.Empty(stranger.Hear());

        leg.Connect(stranger.Agreement());
        stranger.Ssrc = 77;
        _studio.Tick(5);
        HearOneByOne(leg, stranger, 9, 9, 9);
        Assert.Equal(9, leg.Heard[0]);
        Assert.NotEmpty(stranger.Hear());
    }

    [Fact]
    public void Within_the_window_the_first_from_anywhere_becomes_the_peer_and_stays_it()
    {
        var peer = new PeerAddress();
        peer.Announce(new Peer(0, 1, 4000), windowEnd: 500);
        Assert.True(peer.Accepts(new Peer(0, 2, 9000), now: 499));
        Assert.False(peer.Accepts(new Peer(0, 1, 4002), now: 499));
        Assert.False(peer.Accepts(new Peer(0, 3, 9000), now: 499));
        Assert.Equal((new Peer(0, 2, 9000), new Peer(0, 2, 9001)), (peer.Rtp, peer.Rtcp));
    }

    [Fact]
    public void A_stranger_who_talks_to_the_port_before_the_peer_does_and_goes_on_does_not_keep_the_peer_out()
    {
        var leg = _studio.Engine.OpenRtpLeg();
        using var stranger = new FakePhone(leg.LocalEndPoint) { Ssrc = 77 };
        using var peer = new FakePhone(leg.LocalEndPoint);
        leg.Connect(peer.Agreement());
        HearOneByOne(leg, stranger, [.. Enumerable.Repeat((byte)9, 30)]);
        stranger.Hear();
        foreach (var _ in Enumerable.Range(0, 20))
        {
            stranger.Say(9);
            HearOneByOne(leg, peer, 1);
        }

        Assert.Equal(1, leg.Heard[0]);
        Assert.True(stranger.Hear().Count <= 1);
        Assert.True(peer.Hear().Count >= 19);
    }

    [Fact]
    public void After_the_window_only_the_announced_host_may_become_the_peer()
    {
        var peer = new PeerAddress();
        peer.Announce(new Peer(0, 1, 4000), windowEnd: 500);
        Assert.False(peer.Accepts(new Peer(0, 2, 4000), now: 501));
        Assert.True(peer.Accepts(new Peer(0, 1, 4444), now: 502));
        Assert.Equal((new Peer(0, 1, 4444), new Peer(0, 1, 4445)), (peer.Rtp, peer.Rtcp));
    }

    [Fact]
    public void A_peer_whose_NAT_moves_it_is_followed_after_a_second_of_quiet()
    {
        var peer = new PeerAddress();
        peer.Announce(new Peer(0, 1, 4000), windowEnd: 500);
        Assert.True(peer.Accepts(new Peer(0, 1, 4000), now: 10));
        Assert.False(peer.Accepts(new Peer(0, 1, 5000), now: 20));
        Assert.True(peer.Accepts(new Peer(0, 1, 5000), now: 61));
        Assert.False(peer.Accepts(new Peer(0, 2, 5000), now: 200));
    }

    [Fact]
    public void A_settled_peer_may_fall_silent_and_come_back_from_another_port()
    {
        var (leg, phone, _) = _studio.Connect();
        using var moved = new FakePhone(leg.LocalEndPoint) { Ssrc = phone.Ssrc, Sequence = 2000, Timestamp = phone.Timestamp + 24_000 };
        HearOneByOne(leg, phone, [.. Enumerable.Repeat((byte)1, 40)]);
        Assert.Equal(40, leg.Statistics.PacketsIn);
        phone.Hear();

        _studio.Tick(60);
        HearOneByOne(leg, moved, [.. Enumerable.Repeat((byte)9, 20)]);
        Assert.Equal(60, leg.Statistics.PacketsIn);
        Assert.True(moved.Hear().Count >= 19);
    }

    [Fact]
    public void After_a_transfer_the_new_source_is_heard_at_once()
    {
        var (leg, phone, _) = _studio.Connect();
        HearOneByOne(leg, phone, 1, 1, 1, 1);
        _studio.Tick(4);
        (phone.Ssrc, phone.Sequence, phone.Timestamp) = (99, 60_000, 12);
        Assert.Equal([Silence, Silence, 2, 3], HearOneByOne(leg, phone, 2, 3, 4, 5));
        Assert.Equal(0, leg.Statistics.Lost);
    }

    [Fact]
    public void One_stray_packet_of_another_source_changes_nothing()
    {
        var (leg, phone, _) = _studio.Connect();
        HearOneByOne(leg, phone, 1, 1, 1, 1);
        var (sequence, timestamp) = (phone.Sequence, phone.Timestamp);
        (phone.Ssrc, phone.Sequence, phone.Timestamp) = (99, 5, 5);
        phone.Say(9);
        (phone.Ssrc, phone.Sequence, phone.Timestamp) = (0x11223344, sequence, timestamp);
        Assert.Equal([1, 1, 1, 1], HearOneByOne(leg, phone, 1, 1, 1, 1));
    }

    [Fact]
    public void A_codec_is_known_by_the_packet_not_by_the_call()
    {
        var (leg, phone, _) = _studio.Connect();
        var ulaw = G711.Encode(1000, AudioCodec.Pcmu);
        for (var n = 0; n < 3; n++)
        {
            phone.Send(phone.Sequence++, phone.Timestamp, [.. Enumerable.Repeat(ulaw, 160)], payloadType: 0);
            phone.Timestamp += 160;
            _studio.Tick();
        }

        Assert.Equal(G711.Encode(G711.Decode(ulaw, AudioCodec.Pcmu), AudioCodec.Pcma), leg.Heard[0]);
    }

    [Fact]
    public void Silence_of_the_peer_is_reported_once_and_again_after_it_spoke()
    {
        var (leg, phone, events) = _studio.Connect();
        _studio.Tick(1499);
        Assert.Empty(events);
        _studio.Tick(100);
        Assert.Equal([new MediaLegEvent.Silent(TimeSpan.FromSeconds(30))], events);
        HearOneByOne(leg, phone, 1);
        _studio.Tick(1600);
        Assert.Equal(2, events.Count);
    }

    [Fact]
    public void In_hold_silence_is_no_alarm()
    {
        var (leg, _, events) = _studio.Connect();
        leg.Held = true;
        _studio.Tick(4000);
        leg.Held = false;
        _studio.Tick(1400);
        Assert.Empty(events);
    }

    [Fact]
    public void A_peer_that_only_listens_or_whose_address_is_zero_is_sent_to_as_it_says()
    {
        var (leg, phone, events) = _studio.Connect();
        leg.Connect(phone.Agreement() with { Send = false, Receive = false });
        _studio.Tick(2000);
        Assert.Empty(phone.Hear());
        Assert.Empty(events);
        leg.Connect(phone.Agreement());
        _studio.Tick(2);
        Assert.Equal([true, false], phone.Hear().Select(packet => packet.Marker));
    }

    [Fact]
    public void Closing_gives_the_ports_back_and_completes_the_tap()
    {
        var (leg, phone, _) = _studio.Connect();
        leg.Tap = new AudioTap();
        _studio.Tick();
        leg.Close();
        _studio.Tick();
        Assert.True(leg.Tap.Completed);
        Assert.Equal(0, _studio.Engine.Counters.Legs);
        Assert.Equal(203, phone.HearRtcp()[^1][^7]);
    }
}
