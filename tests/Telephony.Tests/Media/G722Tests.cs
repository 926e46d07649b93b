using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

/// <summary>Against vectors made with libspandsp 0.0.6 (G722_SAMPLE_RATE_8000, 64 kbit/s), the codec of baresip and FreeSWITCH; kept as their hashes.</summary>
public sealed class G722Tests : IAsyncDisposable
{
    private const int Samples = 16000;

    private readonly Studio _studio = new();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Fact]
    public void Two_seconds_of_tone_and_noise_are_coded_bit_for_bit_as_by_another_codec() =>
        Assert.Equal("90FA6D25DE2D9D253F5C50D6AE2A04DBEF897BC445A42360A0640C06ED64C4FA", Hash(Encode(Speech())));

    [Fact]
    public void And_are_decoded_bit_for_bit() =>
        Assert.Equal("3585F4ACF4D0B236907FEC06036A9B7CCF72617994C1B5CB5112ECD895EA7B3E", Hash(MemoryMarshal.AsBytes<short>(Decode(Encode(Speech())))));

    [Fact]
    public void Any_bytes_are_decoded_bit_for_bit()
    {
        var seed = 99L;
        var codes = new byte[Samples];
        for (var i = 0; i < Samples; i++) codes[i] = (byte)((seed = Next(seed)) >> 16);
        Assert.Equal("AC63298DE710BFA4EBAA82F09655770BC17641EC7A54DF0418CE91636AB782F8", Hash(MemoryMarshal.AsBytes<short>(Decode(codes))));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(3000)]
    public void What_is_heard_is_what_was_said(double hertz)
    {
        var said = Enumerable.Range(0, 8000).Select(i => (short)(8000 * Math.Sin(2 * Math.PI * hertz * i / 8000))).ToArray();
        var heard = Decode(Encode(said));
        var (signal, noise) = (0.0, 0.0);
        for (var i = 800; i < said.Length; i++)
        {
            signal += Math.Pow(said[i], 2);
            noise += Math.Pow(heard[i] - said[i], 2);
        }

        Assert.True(10 * Math.Log10(signal / noise) > 28, $"{10 * Math.Log10(signal / noise):F1} dB");
    }

    [Fact]
    public void A_leg_of_G722_talks_with_one_of_A_law_both_ways()
    {
        var (wide, widePhone, _) = _studio.Connect(AudioCodec.G722);
        var (narrow, narrowPhone, _) = _studio.Connect();
        var conversation = _studio.Engine.OpenConversation(CallId.New());
        conversation.Join(wide, Party.Citizen);
        conversation.Join(narrow, Party.Agent);
        var (tone, coder) = (Tone(), new G722.Encoder());
        var codes = new byte[160];
        for (var tick = 0; tick < 30; tick++)
        {
            coder.Encode(tone, codes);
            widePhone.Say([.. codes]);
            narrowPhone.Say([.. tone.Select(sample => G711.Encode(sample, AudioCodec.Pcma))]);
            _studio.Tick();
        }

        var atNarrow = narrowPhone.Hear()[^1].Payload.Select(code => G711.Decode(code, AudioCodec.Pcma));
        var packets = widePhone.Hear();
        Assert.All(packets.Zip(packets.Skip(1)), pair => Assert.Equal(160u, pair.Second.Timestamp - pair.First.Timestamp));
        Assert.All(packets, packet => Assert.Equal((9, 160), (packet.PayloadType, packet.Payload.Length)));
        var atWide = Decode([.. packets.SelectMany(packet => packet.Payload)])[^160..];
        Assert.InRange(atNarrow.Max(s => (int)s), 5500, 6500);
        Assert.InRange(atWide.Max(s => (int)s), 5500, 6500);
        Assert.Equal(0, wide.Statistics.Concealed);
    }

    [Fact]
    public void A_peer_that_falls_back_to_A_law_within_a_G722_call_is_understood()
    {
        var (leg, phone, _) = _studio.Connect(AudioCodec.G722);
        var codes = new byte[160];
        new G722.Encoder().Encode(Tone(), codes);
        for (var tick = 0; tick < 5; tick++)
        {
            phone.Say(codes);
            _studio.Tick();
        }

        for (var tick = 0; tick < 5; tick++)
        {
            phone.Send(phone.Sequence++, phone.Timestamp, [.. Enumerable.Repeat((byte)33, 160)], payloadType: 8);
            phone.Timestamp += 160;
            _studio.Tick();
        }

        Assert.All(leg.Heard, code => Assert.Equal(33, code));
    }

    private static short[] Tone() => [.. Enumerable.Range(0, 160).Select(i => (short)(6000 * Math.Sin(2 * Math.PI * 500 * i / 8000)))];

    private static byte[] Encode(short[] samples)
    {
        var codes = new byte[samples.Length];
        new G722.Encoder().Encode(samples, codes);
        return codes;
    }

    private static short[] Decode(byte[] codes)
    {
        var samples = new short[codes.Length];
        new G722.Decoder().Decode(codes, samples);
        return samples;
    }

    /// <summary>A triangle of 216 Hz with noise, in quarters of silence, soft, normal and clipping.</summary>
    private static short[] Speech()
    {
        var seed = 12345L;
        var speech = new short[Samples];
        for (var n = 0; n < Samples; n++)
        {
            seed = Next(seed);
            var noise = (int)((seed >> 15) % 2001) - 1000;
            var phase = n % 37;
            var triangle = ((phase < 19 ? phase : 37 - phase) * 800) - 7600;
            var loud = (n / 2000 % 4) switch { 0 => 0, 1 => 1, 2 => 4, _ => 16 };
            var sample = n % 8000 >= 10 ? (int)Math.Floor((triangle + noise) * loud / 4.0) : 0;
            speech[n] = (short)Math.Clamp(sample, short.MinValue, short.MaxValue);
        }

        return speech;
    }

    private static long Next(long seed) => ((seed * 1103515245) + 12345) & 0x7FFFFFFF;

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
