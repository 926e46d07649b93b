using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class RtpPacketTests
{
    private static readonly byte[] Header = [0x80, 0x88, 0x12, 0x34, 0, 0, 0, 0xA0, 0xDE, 0xAD, 0xBE, 0xEF];

    [Fact]
    public void The_header_is_read_field_by_field()
    {
        Assert.True(RtpPacket.TryParse([.. Header, 1, 2, 3], out var packet));
        Assert.True(packet.Marker);
        Assert.Equal((8, 0x1234, 160u, 0xDEADBEEF), (packet.PayloadType, packet.Sequence, packet.Timestamp, packet.Ssrc));
        Assert.Equal([1, 2, 3], packet.Payload.ToArray());
    }

    [Fact]
    public void Contributing_sources_an_extension_and_padding_are_not_payload()
    {
        byte[] datagram = [0x80 | 0x20 | 0x10 | 2, .. Header[1..], 1, 1, 1, 1, 2, 2, 2, 2, 0xBE, 0xDE, 0, 1, 9, 9, 9, 9, 7, 8, 0, 0, 3];
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        Assert.Equal([7, 8], packet.Payload.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 8, 0 })]
    [InlineData(new byte[] { 0x40, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x81, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x90, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9 })]
    [InlineData(new byte[] { 0xA0, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 5 })]
    [InlineData(new byte[] { 0xA0, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0xA0, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void What_runs_past_its_end_or_is_of_another_version_is_no_packet(byte[] datagram) =>
        Assert.False(RtpPacket.TryParse(datagram, out _));

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(12345);
        for (var i = 0; i < 20_000; i++)
        {
            var datagram = new byte[random.Next(40)];
            random.NextBytes(datagram);
            if (datagram.Length > 0) datagram[0] = (byte)(0x80 | (datagram[0] & 0x3F));
            if (RtpPacket.TryParse(datagram, out var packet)) Assert.True(packet.Payload.Length <= datagram.Length - 12);
        }
    }
}
