using System.Buffers.Binary;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media.Srtp;

public sealed class SrtpTests
{
    private const string Master = "E1F97A0D3E018BE0D64FA32C06DE41390EC675AD498AFEEBB6960B3AABE6";

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);

    private static SrtpKey Key(SrtpSuite suite = SrtpSuite.Sha1Tag80) => new(suite, Convert.ToBase64String(Hex(Master)));

    [Fact]
    public void The_key_stream_is_that_of_RFC_3711_B_2()
    {
        var stream = new byte[48];
        using (var aes = new AesCounter(Hex("2B7E151628AED2A6ABF7158809CF4F3C"))) aes.Apply(Hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), stream);
        Assert.Equal("E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0", Convert.ToHexString(stream));
    }

    [Theory]
    [InlineData(0, "C61E7A93744F39EE10734AFE3FF7A087")]
    [InlineData(1, "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4")]
    [InlineData(2, "30CBBC08863D8C85D49DB34A9AE1")]
    public void Session_keys_are_those_of_RFC_3711_B_3(int label, string key)
    {
        var derived = new byte[key.Length / 2];
        SrtpKeys.Derive(Hex(Master), label, derived);
        Assert.Equal(key, Convert.ToHexString(derived));
    }

    /// <summary>The reference packet of libsrtp's own tests.</summary>
    [Fact]
    public void A_packet_is_protected_as_by_libsrtp()
    {
        using var sender = new SrtpSender(Key());
        var packet = Hex("800F1234DECAFBADCAFEBABEABABABABABABABABABABABABABABABAB" + new string('0', 20));
        Assert.Equal(38, sender.Protect(packet, 28));
        Assert.Equal("800F1234DECAFBADCAFEBABE4E55DC4CE79978D88CA4D215949D2402B78D6ACC99EA179B8DBB", Convert.ToHexString(packet));
    }

    [Fact]
    public void And_so_is_a_report()
    {
        using var sender = new SrtpSender(Key());
        var report = Hex("81C8000BCAFEBABEABABABABABABABABABABABABABABABAB" + new string('0', 28));
        Assert.Equal(38, sender.ProtectReport(report, 24));
        Assert.Equal("81C8000BCAFEBABE7128035BE487B9BDBEF89041F977A5A880000001993E08CD54D6C1230798", Convert.ToHexString(report));
    }

    [Theory]
    [InlineData(SrtpSuite.Sha1Tag80, 10)]
    [InlineData(SrtpSuite.Sha1Tag32, 4)]
    public void What_is_sealed_is_opened_over_two_turns_of_the_sequence_number(SrtpSuite suite, int tag)
    {
        using var line = new Line(suite);
        for (var n = 30_000; n < 170_000; n++)
        {
            if (n % 20 == 7) continue;
            Assert.True(line.Opens(line.Seal(n)));
            Assert.Equal(tag, line.Growth);
        }
    }

    [Fact]
    public void A_lost_turn_of_the_number_is_found_again()
    {
        using var line = new Line();
        Assert.True(line.Opens(line.Seal(65_000)));
        for (var n = 65_001; n < 66_000; n++) line.Seal(n);
        Assert.True(line.Opens(line.Seal(66_000)));
    }

    [Fact]
    public void Packets_out_of_order_around_the_turn_are_opened_and_none_twice()
    {
        using var line = new Line();
        var packets = Enumerable.Range(65_530, 20).Select(line.Seal).ToArray();
        foreach (var swapped in packets.Chunk(2).SelectMany(pair => pair.Reverse())) Assert.True(line.Opens(swapped));
        Assert.All(packets, packet => Assert.False(line.Opens(packet)));
    }

    [Fact]
    public void What_is_older_than_the_window_of_64_is_not_taken()
    {
        using var line = new Line();
        var old = line.Seal(1000);
        for (var n = 1001; n < 1066; n++) Assert.True(line.Opens(line.Seal(n)));
        Assert.False(line.Opens(old));
    }

    [Fact]
    public void A_packet_that_was_touched_anywhere_is_not_opened_and_harms_nothing()
    {
        using var line = new Line();
        var packet = line.Seal(500);
        for (var i = 0; i < packet.Length; i++)
        {
            var touched = (byte[])packet.Clone();
            touched[i] ^= 1;
            Assert.False(line.Opens(touched));
            Assert.False(line.Opens(packet[..i]));
        }

        Assert.True(line.Opens(packet));
    }

    [Fact]
    public void A_source_that_changes_begins_its_own_count_and_the_old_one_may_come_back()
    {
        using var line = new Line();
        for (var n = 65_000; n < 66_000; n++) Assert.True(line.Opens(line.Seal(n)));
        using var other = new Line { Ssrc = 7 };
        for (var n = 100; n < 110; n++) Assert.True(line.Opens(other.Seal(n)));
        Assert.True(line.Opens(line.Seal(66_000)));
    }

    [Fact]
    public void Neither_sealing_nor_opening_allocates()
    {
        using var line = new Line();
        for (var n = 0; n < 100; n++) line.Run(n);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 100; n < 1100; n++) line.Run(n);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_key_never_shows_itself_in_a_text() => Assert.DoesNotContain(Key().Base64, $"{new SrtpAgreement(Key(), Key())}", StringComparison.Ordinal);

    private sealed class Line(SrtpSuite suite = SrtpSuite.Sha1Tag80) : IDisposable
    {
        private readonly SrtpSender _sender = new(Key(suite));
        private readonly SrtpReceiver _receiver = new(Key(suite));
        private readonly byte[] _buffer = new byte[200];

        internal uint Ssrc { get; init; } = 42;
        internal int Growth { get; private set; }

        private int Write(int n)
        {
            RtpPacket.WriteHeader(_buffer, false, 8, (ushort)n, (uint)n * 160, Ssrc);
            _buffer.AsSpan(12, 160).Fill((byte)n);
            var length = _sender.Protect(_buffer, 172);
            Growth = length - 172;
            return length;
        }

        internal byte[] Seal(int n) => _buffer[..Write(n)];

        internal void Run(int n) => Assert.True(_receiver.TryOpen(_buffer.AsSpan(0, Write(n)), out _));

        internal bool Opens(byte[] packet)
        {
            var opened = (byte[])packet.Clone();
            if (!_receiver.TryOpen(opened, out var length)) return false;
            var number = BinaryPrimitives.ReadUInt16BigEndian(opened.AsSpan(2));
            Assert.All(opened[12..length], code => Assert.Equal((byte)number, code));
            return true;
        }

        public void Dispose()
        {
            _sender.Dispose();
            _receiver.Dispose();
        }
    }
}
