using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class DigitTests : IAsyncDisposable
{
    private const byte EventType = 101;

    private readonly Studio _studio = new();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    private static string Keys(IEnumerable<MediaLegEvent> events) => string.Concat(events.OfType<MediaLegEvent.Digit>().Select(digit => digit.Key));

    /// <summary>One press as RFC 4733 2.5.1 sends it: updates while the key is down, then three ends, all with one timestamp.</summary>
    private void Press(FakePhone phone, char key, int updates = 4, int ends = 3, bool marker = true, byte type = EventType)
    {
        for (var i = 0; i < updates + ends; i++)
        {
            var duration = 160 * Math.Min(i + 1, updates);
            byte[] payload = [(byte)"0123456789*#ABCD".IndexOf(key, StringComparison.Ordinal), (byte)(i < updates ? 10 : 0x8A), (byte)(duration >> 8), (byte)duration];
            phone.Send(phone.Sequence++, phone.Timestamp, payload, type, marker && i == 0);
            _studio.Tick();
        }

        phone.Timestamp += (uint)(160 * updates);
    }

    [Fact]
    public void Every_key_is_one_press_whatever_the_number_of_its_packets()
    {
        var (_, phone, events) = _studio.Connect();
        foreach (var key in "0123456789*#ABCD") Press(phone, key);
        Assert.Equal("0123456789*#ABCD", Keys(events));
    }

    [Fact]
    public void The_same_key_twice_is_two_presses_and_held_long_it_is_one()
    {
        var (_, phone, events) = _studio.Connect();
        Press(phone, '1');
        Press(phone, '1', updates: 200);
        Press(phone, '1');
        Assert.Equal("111", Keys(events));
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void A_lost_marker_or_lost_ends_do_not_matter(bool marker, int ends)
    {
        var (_, phone, events) = _studio.Connect();
        foreach (var key in "123#")
        {
            Press(phone, key, ends: ends, marker: marker);
            phone.Timestamp += 800;
            _studio.Tick(10);
        }

        Assert.Equal("123#", Keys(events));
    }

    [Fact]
    public void Only_the_end_of_a_press_arriving_is_enough()
    {
        var (_, phone, events) = _studio.Connect();
        Press(phone, '5', updates: 0, ends: 1);
        Assert.Equal("5", Keys(events));
    }

    [Fact]
    public void A_press_of_more_than_eight_seconds_goes_on_in_a_second_segment()
    {
        var digits = new DigitReceiver();
        Assert.Equal('9', digits.Take(1, 1000, [9, 10, 0xFF, 0xFF], tick: 400));
        Assert.Null(digits.Take(1, 1000 + 0xFFFF, [9, 10, 0, 160], tick: 401));
        Assert.Null(digits.Take(1, 1000 + 0xFFFF, [9, 0x8A, 1, 64], tick: 402));
        Assert.Equal('9', digits.Take(1, 1000 + 0xFFFF + 320, [9, 10, 0, 160], tick: 410));
    }

    [Fact]
    public void A_press_whose_end_was_lost_is_over_after_half_a_second()
    {
        var digits = new DigitReceiver();
        Assert.Equal('9', digits.Take(1, 1000, [9, 10, 0, 160], tick: 1));
        Assert.Equal('9', digits.Take(1, 1160, [9, 10, 0, 160], tick: 60));
    }

    [Fact]
    public void Packets_that_come_late_or_again_after_the_next_key_are_not_a_new_press()
    {
        var digits = new DigitReceiver();
        Assert.Equal('1', digits.Take(1, 1000, [1, 10, 0, 160], tick: 1));
        Assert.Equal('2', digits.Take(1, 2000, [2, 10, 0, 160], tick: 2));
        Assert.Null(digits.Take(1, 1000, [1, 0x8A, 3, 32], tick: 3));
        Assert.Null(digits.Take(1, 2000, [2, 0x8A, 3, 32], tick: 4));
    }

    [Fact]
    public void Flash_and_short_payloads_are_no_keys()
    {
        var digits = new DigitReceiver();
        Assert.Null(digits.Take(1, 1000, [16, 10, 0, 160], tick: 1));
        Assert.Null(digits.Take(1, 1000, [1, 10, 0], tick: 1));
    }

    [Fact]
    public void The_number_of_the_event_type_comes_from_the_agreement()
    {
        var (_, phone, events) = _studio.Connect(events: 100);
        Press(phone, '7', type: 100);
        Press(phone, '8', type: 101);
        Assert.Equal("7", Keys(events));
    }

    [Fact]
    public void Sent_digits_have_one_timestamp_each_three_ends_and_leave_the_audio_clock_alone()
    {
        var (leg, phone, _) = _studio.Connect();
        _studio.Tick(2);
        leg.SendDigits("1#");
        _studio.Tick(30);
        var packets = phone.Hear();
        var presses = packets.Where(packet => packet.PayloadType == EventType).GroupBy(packet => packet.Timestamp).ToArray();

        Assert.Equal([1, 11], presses.Select(press => (int)Assert.Single(press.Select(packet => packet.Payload[0]).Distinct())));
        Assert.All(presses, press => Assert.Equal(3, press.Count(packet => (packet.Payload[1] & 0x80) != 0)));
        Assert.All(presses, press => Assert.Equal([true, false, false, false, false, false, false, false], press.Select(packet => packet.Marker)));
        Assert.Equal(800, (presses[0].Last().Payload[2] << 8) | presses[0].Last().Payload[3]);
        Assert.Equal(Enumerable.Range(packets[0].Sequence, packets.Count), packets.Select(packet => (int)packet.Sequence));
        var audio = packets.Where(packet => packet.PayloadType == 8).ToArray();
        Assert.Equal(packets[0].Timestamp + (uint)((packets.Count - 1) * 160), audio[^1].Timestamp);
    }

    [Fact]
    public void Digits_that_one_leg_sends_another_hears()
    {
        var (there, here) = (_studio.Engine.OpenRtpLeg(), _studio.Engine.OpenRtpLeg());
        var events = new List<MediaLegEvent>();
        here.Events = events.Add;
        there.Connect(new AudioAgreement(here.LocalEndPoint, AudioCodec.Pcma, 8, EventType, Send: true, Receive: true));
        here.Connect(new AudioAgreement(there.LocalEndPoint, AudioCodec.Pcma, 8, EventType, Send: true, Receive: true));
        there.SendDigits("12345*");
        _studio.Tick(80);
        Assert.Equal("12345*", Keys(events));
    }

    [Fact]
    public void Digits_that_cannot_be_sent_are_refused_with_the_reason()
    {
        var (with, _, _) = _studio.Connect();
        var (without, _, _) = _studio.Connect(events: null);
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => with.SendDigits("1x")).Message, StringComparison.Ordinal);
        Assert.Contains("telephone-event", Assert.Throws<InvalidOperationException>(() => without.SendDigits("1")).Message, StringComparison.Ordinal);
    }
}
