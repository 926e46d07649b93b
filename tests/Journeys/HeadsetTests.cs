namespace Hotline.Journeys;

/// <summary>The parts of the browser's headset that can be measured without a call, in the browser that runs them.</summary>
[Collection(nameof(OfficeDay))]
public sealed class HeadsetTests(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task A_law_comes_back_as_the_code_it_was() => Assert.Equal(0, await RunAsync<int>(
        """
        const { encode, decoded } = await import("/desk/alaw.js");
        return [...decoded.keys()].filter((code) => encode(decoded[code]) !== code).length;
        """));

    [Theory]
    [InlineData(1000, -0.2, 0.2)]
    [InlineData(3000, -0.5, 0.5)]
    [InlineData(4200, -200, -55)] // would come back as 3800 Hz
    [InlineData(7000, -200, -60)] // would come back as 1000 Hz
    public async Task The_microphone_keeps_speech_and_folds_nothing_back(int hertz, double least, double most) => Assert.InRange(
        await RunAsync<double>(
            $$"""
            const { Decimator } = await import("/desk/filter.js");
            const decimator = new Decimator();
            const out = [];
            for (let block = 0; block < 200; block++) {
              decimator.push(Float32Array.from({ length: 128 }, (_, i) => Math.sin(2 * Math.PI * {{hertz}} * (block * 128 + i) / 48000)), (s) => out.push(s));
            }
            const settled = out.slice(1000);
            return 10 * Math.log10(2 * settled.reduce((sum, s) => sum + s * s, 0) / settled.length);
            """),
        least,
        most);

    [Fact]
    public async Task The_loudspeaker_reads_between_samples() => Assert.InRange(
        await RunAsync<double>(
            """
            const { Interpolator } = await import("/desk/filter.js");
            const interpolator = new Interpolator();
            const ring = Float32Array.from({ length: 1024 }, (_, i) => Math.sin(2 * Math.PI * 1000 * i / 8000));
            let error = 0, count = 0;
            for (let at = 100; at < 900; at += 1.003 / 6, count++) error += (interpolator.read(ring, at) - Math.sin(2 * Math.PI * 1000 * at / 8000)) ** 2;
            return 10 * Math.log10(0.5 / (error / count));
            """),
        45, 200); // dB above its own error: A-law itself has 38

    [Fact]
    public async Task Frames_carry_a_header_and_gaps_are_counted() => Assert.Equal(
        (int[])[172, 8, 0, 2, 160],
        await RunAsync<int[]>(
            """
            const { Packetizer, Depacketizer } = await import("/desk/rtp.js");
            const from = new Packetizer(), to = new Depacketizer();
            const frame = new Uint8Array(160).fill(0xD5);
            const first = from.pack(frame);
            to.unpack(first.buffer);
            const lostAtFirst = to.lost;
            from.skip();
            from.skip();
            return [first.length, first[1], lostAtFirst, (to.unpack(from.pack(frame).buffer), to.lost), to.unpack(from.pack(frame).buffer).length];
            """));

    private async Task<T> RunAsync<T>(string script)
    {
        await using var visitor = await browser.OpenAsync(host);
        await visitor.Page.GotoAsync("/sign-in");
        return await visitor.Page.EvaluateAsync<T>($"async () => {{ {script} }}");
    }
}
