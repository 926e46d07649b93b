using System.Text.Json;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class G711Tests
{
    [Theory]
    [InlineData(AudioCodec.Pcma, "alaw")]
    [InlineData(AudioCodec.Pcmu, "ulaw")]
    public void Both_laws_agree_with_the_reference_for_every_code_and_every_sample(AudioCodec codec, string name)
    {
        var folder = ReferenceFolder();
        Assert.SkipWhen(folder is null, "No reference tables: ../shared/data/sip/g711 is absent and HOTLINE_SHARED_DATA is not set.");
        using var tables = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder!, "g711_reference.json")));
        var linear = tables.RootElement.GetProperty($"{name}_decode").EnumerateArray().Select(x => x.GetInt16());
        Assert.Equal(linear, Enumerable.Range(0, 256).Select(code => G711.Decode((byte)code, codec)));

        var codes = File.ReadAllBytes(Path.Combine(folder!, $"encode_all_{name}.bin"));
        Assert.Equal(codes, Enumerable.Range(short.MinValue, 65536).Select(sample => G711.Encode((short)sample, codec)));
    }

    [Fact]
    public void Every_A_law_code_survives_decoding_and_encoding()
    {
        var codes = Enumerable.Range(0, 256).Select(code => (byte)code).ToArray();
        Assert.Equal(codes, codes.Select(code => G711.Encode(G711.Decode(code, AudioCodec.Pcma), AudioCodec.Pcma)));
    }

    [Fact]
    public void Converting_between_the_laws_goes_by_the_linear_sample()
    {
        var ulaw = Enumerable.Range(0, 256).Select(code => (byte)code).ToArray();
        var alaw = new byte[256];
        G711.Convert(ulaw, AudioCodec.Pcmu, alaw, AudioCodec.Pcma);
        Assert.Equal(ulaw.Select(code => G711.Encode(G711.Decode(code, AudioCodec.Pcmu), AudioCodec.Pcma)), alaw);
    }

    private static string? ReferenceFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", "sip", "g711");
            if (Directory.Exists(data)) return data;
        }

        var set = Environment.GetEnvironmentVariable("HOTLINE_SHARED_DATA");
        return set is not null && Directory.Exists(Path.Combine(set, "sip", "g711")) ? Path.Combine(set, "sip", "g711") : null;
    }
}
