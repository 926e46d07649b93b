using System.Buffers.Binary;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class RtcpTests : IAsyncDisposable
{
    private readonly Studio _studio = new();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Fact]
    public void About_every_five_seconds_the_peer_gets_a_sender_report_that_counts_its_losses()
    {
        var (_, phone, _) = _studio.Connect();
        for (var n = 0; n < 600; n++) // 12 s: the first comes within 5 s, the next within 6.25 s of the last
        {
            if (n % 4 == 3) (phone.Sequence, phone.Timestamp) = ((ushort)(phone.Sequence + 1), phone.Timestamp + 160);
            else phone.Say(7);
            _studio.Tick();
        }

        var reports = phone.HearRtcp();
        Assert.InRange(reports.Count, 2, 3);
        ReadOnlySpan<byte> compound = reports[^1];
        Assert.True(Rtcp.TryTake(ref compound, out var type, out var count, out var body));
        Assert.Equal((Rtcp.SenderReport, 1), (type, count));
        Assert.True(Rtcp.TryFindBlock(type, count, body, phone.Ssrc, out var block));
        Assert.InRange(block.FractionLost, 256 / 4 - 6, 256 / 4 + 6);
        Assert.InRange(block.CumulativeLost, 312 / 4 - 3, 600 / 4);
        Assert.Equal(phone.Hear()[0].Ssrc, BinaryPrimitives.ReadUInt32BigEndian(body));

        Assert.True(Rtcp.TryTake(ref compound, out type, out _, out body));
        Assert.Equal((Rtcp.SourceDescription, 1, 16), (type, body[4], body[5]));
        Assert.True(compound.IsEmpty);
    }

    [Fact]
    public void The_peers_report_tells_loss_jitter_and_round_trip()
    {
        var (leg, phone, _) = _studio.Connect();
        _studio.Tick(500);
        var ours = phone.HearRtcp()[^1];
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(ours.AsSpan(4));
        var named = (uint)(BinaryPrimitives.ReadUInt64BigEndian(ours.AsSpan(8)) >> 16);
        var now = Rtcp.Middle(Rtcp.Ntp(_studio.Clock.GetUtcNow()));

        // heard 250 ms ago by its own clock; so what is missing is the way
        var block = new Rtcp.ReportBlock(ssrc, 64, 10, 500, 80, named, now - named - 65536 / 4);
        var report = new byte[Rtcp.MaxLength];
        phone.SendRtcp(report[..Rtcp.Write(report, phone.Ssrc, sent: null, block, "phone"u8, goodbye: false)]);
        _studio.Tick(5);

        Assert.Equal((0.25, TimeSpan.FromMilliseconds(10)), (leg.Statistics.RemoteLost, leg.Statistics.RemoteJitter));
        Assert.InRange(leg.Statistics.RoundTrip!.Value.TotalMilliseconds, 250, 350);
        Assert.Equal(1, _studio.Engine.Counters.RtcpIn);
    }

    [Fact]
    public void Our_report_names_the_peers_last_one()
    {
        var (_, phone, _) = _studio.Connect();
        _studio.Tick();
        phone.Say(1);
        var report = new byte[Rtcp.MaxLength];
        phone.SendRtcp(report[..Rtcp.Write(report, phone.Ssrc, new Rtcp.SenderInfo(0x0000_1234_5678_0000, 0, 1, 160), heard: null, "phone"u8, goodbye: false)]);
        _studio.Tick(500);

        ReadOnlySpan<byte> compound = phone.HearRtcp()[^1];
        Assert.True(Rtcp.TryTake(ref compound, out var type, out var count, out var body));
        Assert.True(Rtcp.TryFindBlock(type, count, body, phone.Ssrc, out var block));
        Assert.Equal(0x12345678u, block.LastReport);
        Assert.InRange(block.Delay / 65536.0, 2, 10);
    }

    [Fact]
    public void A_peer_that_wants_its_reports_elsewhere_gets_them_there()
    {
        var (leg, phone, _) = _studio.Connect();
        using var elsewhere = new System.Net.Sockets.UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        leg.Connect(phone.Agreement() with { Reports = (System.Net.IPEndPoint)elsewhere.Client.LocalEndPoint! });
        _studio.Tick(500);
        Assert.NotEqual(0, elsewhere.Available);
        Assert.Empty(phone.HearRtcp());
    }

    [Fact]
    public void Random_reports_never_throw()
    {
        var random = new Random(110);
        var session = new RtcpSession("x"u8.ToArray());
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(80)];
            random.NextBytes(bytes);
            if (bytes.Length > 3) (bytes[0], bytes[1], bytes[2]) = ((byte)(0x80 | bytes[0] & 0x1F), (byte)(200 + bytes[1] % 4), 0);
            session.Read(bytes, ourSsrc: 1, now: (ulong)i << 32);
        }

        Assert.InRange(session.RemoteLost, 0, 1);
    }
}
