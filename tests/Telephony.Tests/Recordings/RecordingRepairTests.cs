using Hotline.Telephony.Recordings;

namespace Hotline.Telephony.Tests.Recordings;

public sealed class RecordingRepairTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-repair").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, byte[] bytes)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    [Fact]
    public void A_recording_that_a_crash_cut_off_gets_the_length_it_has()
    {
        var audio = Enumerable.Range(0, 32_001).Select(n => (byte)n).ToArray();
        var cut = Write("2026/11/22/a.wav", [.. StereoWav.Header(0), .. audio]);
        Assert.Equal([cut], RecordingRepair.RepairAll(_folder));
        Assert.Equal([.. StereoWav.Header(32_000), .. audio[..32_000]], File.ReadAllBytes(cut));
        Assert.Empty(RecordingRepair.RepairAll(_folder));
    }

    [Fact]
    public void One_that_says_more_than_it_holds_and_one_cut_in_its_header_become_right()
    {
        var more = Write("a.wav", [.. StereoWav.Header(64_000), .. new byte[320]]);
        var less = Write("b.wav", StereoWav.Header(0)[..20]);
        Assert.Equal([more, less], RecordingRepair.RepairAll(_folder));
        Assert.Equal(StereoWav.Header(320), File.ReadAllBytes(more)[..58]);
        Assert.Equal(StereoWav.Header(0), File.ReadAllBytes(less));
    }

    [Fact]
    public void Finished_ones_and_files_of_others_are_left_alone()
    {
        Write("done.wav", [.. StereoWav.Header(320), .. new byte[320]]);
        Write("other.wav", [.. "RIFF"u8, .. new byte[100]]);
        Write("notes.txt", StereoWav.Header(0));
        var before = Directory.GetFiles(_folder).ToDictionary(file => file, File.ReadAllBytes);
        Assert.Empty(RecordingRepair.RepairAll(_folder));
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
    }

    [Fact]
    public void Without_a_folder_there_is_nothing_to_repair() => Assert.Empty(RecordingRepair.RepairAll(Path.Combine(_folder, "none")));
}
