using System.Security.Cryptography;
using Hotline.Telephony.Recordings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Recordings;

public sealed class RecordingStoreTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 11, 22, 9, 0, 0, TimeSpan.FromHours(8));
    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string KeyFile => Path.Combine(_folder, "keys", "recordings.key");

    private string Recordings => Path.Combine(_folder, "recordings");

    private RecordingStore Store() => new(Recordings, RecordingKeys.Load(KeyFile), NullLogger.Instance);

    /// <summary>Audio that tells where it is, in bytes that are not all even.</summary>
    private static byte[] Audio(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 7) + (i / 16000)))];

    private static async Task<(string Name, Recording Recording)> RecordAsync(RecordingStore store, CallId call, byte[] audio, int piece = 16000)
    {
        var (file, name) = store.Create(call, Day);
        using (file)
        {
            for (var at = 0; at < audio.Length; at += piece) file.Write(at, audio.AsSpan(at, Math.Min(piece, audio.Length - at)));
            return (name, await file.CompleteAsync());
        }
    }

    private static async Task<byte[]> ReadAsync(RecordingStore store, string name)
    {
        await using var wav = store.Find(name)!;
        var copy = new MemoryStream();
        await wav.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return copy.ToArray();
    }

    [Theory]
    [InlineData(0, 16000)]
    [InlineData(320, 16000)]
    [InlineData(16000, 16000)]
    [InlineData(48000, 16000)]
    [InlineData(50_321, 16000)]
    [InlineData(50_321, 6_401)]
    public async Task What_was_recorded_is_what_is_heard_and_its_hash_is_the_one_of_the_file_one_downloads(int length, int piece)
    {
        var (store, call, audio) = (Store(), CallId.New(), Audio(length));
        var (name, recording) = await RecordAsync(store, call, audio, piece);
        Assert.Equal($"2026/11/22/{call}.hlrec", name);
        byte[] expected = [.. StereoWav.Header(length), .. audio];
        Assert.Equal(expected, await ReadAsync(store, name));
        Assert.Equal((name, expected.Length, Convert.ToHexStringLower(SHA256.HashData(expected))), (recording.File, (int)recording.Bytes, recording.Sha256));
        Assert.Equal(recording.Sha256, await store.HashAsync(name, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_seconds_can_be_heard_while_the_call_goes_on()
    {
        var (store, audio, ct) = (Store(), Audio(5 * 16000), TestContext.Current.CancellationToken);
        var (file, name) = store.Create(CallId.New(), Day);
        using (file)
        {
            file.Write(0, audio);
            Assert.Null(store.Find(name));
            await using var soFar = store.FindSoFar(name)!;
            var clip = await RecordingClip.ReadAsync(soFar, 1.5, 3.5, ct);
            Assert.Equal([.. StereoWav.Header(32000), .. audio[24000..56000]], clip!);
            Assert.Equal(StereoWav.HeaderLength + 8000, (await RecordingClip.ReadAsync(soFar, 4.5, 6.5, ct))!.Length);
            Assert.Null(await RecordingClip.ReadAsync(soFar, 60, 62, ct));
            await file.CompleteAsync();
        }

        await using var whole = store.FindSoFar(name)!;
        Assert.Equal(audio[..32000], (await RecordingClip.ReadAsync(whole, 0, 2, ct))![StereoWav.HeaderLength..]);
    }

    [Fact]
    public async Task Any_part_can_be_read_without_what_is_before_it()
    {
        var (store, audio) = (Store(), Audio(80_000));
        var (name, _) = await RecordAsync(store, CallId.New(), audio);
        await using var wav = store.Find(name)!;
        foreach (var at in new[] { 79_990, 15_990, 0, 31_999, 64_000 })
        {
            wav.Position = StereoWav.HeaderLength + at;
            var part = new byte[10];
            await wav.ReadExactlyAsync(part, TestContext.Current.CancellationToken);
            Assert.Equal(audio[at..(at + 10)], part);
        }
    }

    [Fact]
    public async Task On_the_disk_there_is_nothing_to_hear()
    {
        var store = Store();
        byte[] silence = [.. Enumerable.Repeat((byte)0xD5, 32_000)];
        var (name, _) = await RecordAsync(store, CallId.New(), silence);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Recordings, name), TestContext.Current.CancellationToken);
        Assert.All(bytes.CountBy(b => b), b => Assert.InRange(b.Value, 0, 250)); // no byte stands out among 32,000, where all were the same
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Recordings, name)));
    }

    [Fact]
    public async Task A_changed_byte_an_exchanged_second_and_another_calls_file_are_found_out()
    {
        var store = Store();
        var (name, _) = await RecordAsync(store, CallId.New(), Audio(48_000));
        var path = Path.Combine(Recordings, name);
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        byte[] changed = [.. whole];
        changed[SealedAudio.HeaderLength + 20_000] ^= 1;
        byte[] exchanged = [.. whole[..64], .. whole[(64 + SealedAudio.SealedSecond)..(64 + (2 * SealedAudio.SealedSecond))], .. whole[64..(64 + SealedAudio.SealedSecond)]];
        byte[] another = [.. whole];
        another[50] ^= 1; // the call in the header
        foreach (var bad in new[] { changed, exchanged, another })
        {
            await File.WriteAllBytesAsync(path, bad, TestContext.Current.CancellationToken);
            await Assert.ThrowsAnyAsync<CryptographicException>(() => ReadAsync(store, name));
        }
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(15, 2)]
    [InlineData(9_000, 2)]
    [InlineData(16_015, 2)]
    public async Task After_a_crash_every_whole_second_is_there(int bytesOfTheThird, int whole)
    {
        var (store, call, audio) = (Store(), CallId.New(), Audio(48_000));
        var (file, name) = store.Create(call, Day);
        using (file) file.Write(0, audio);
        var unfinished = store.Unfinished(name);
        using (var cut = new FileStream(unfinished, FileMode.Open)) cut.SetLength(SealedAudio.Offset(2) + bytesOfTheThird);

        var (found, recording) = Assert.Single(await Store().RecoverAsync(TestContext.Current.CancellationToken));
        Assert.Equal((call, name, TimeSpan.FromSeconds(whole)), (found, recording.File, recording.Length));
        byte[] expected = [.. StereoWav.Header(whole * 16_000), .. audio[..(whole * 16_000)]];
        Assert.Equal(expected, await ReadAsync(store, name));
        Assert.False(File.Exists(unfinished));
        Assert.Empty(await Store().RecoverAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_that_the_disk_made_up_is_cut_off_too()
    {
        var (store, call) = (Store(), CallId.New());
        var (file, name) = store.Create(call, Day);
        using (file) file.Write(0, Audio(32_000));
        using (var torn = new FileStream(store.Unfinished(name), FileMode.Open)) torn.SetLength(SealedAudio.Offset(4)); // zeros, as after a power cut
        Assert.Equal(TimeSpan.FromSeconds(2), Assert.Single(await store.RecoverAsync(TestContext.Current.CancellationToken)).Recording.Length);
    }

    [Fact]
    public async Task A_file_cut_within_its_header_had_not_begun_and_strangers_files_stay()
    {
        var store = Store();
        var (file, name) = store.Create(CallId.New(), Day);
        file.Dispose();
        using (var cut = new FileStream(store.Unfinished(name), FileMode.Open)) cut.SetLength(20);
        var stranger = Path.Combine(Path.GetDirectoryName(store.Unfinished(name))!, "notes.hlrec");
        await File.WriteAllTextAsync(stranger, "mine", TestContext.Current.CancellationToken);
        Assert.Empty(await store.RecoverAsync(TestContext.Current.CancellationToken));
        Assert.False(File.Exists(store.Unfinished(name)));
        Assert.Equal("mine", await File.ReadAllTextAsync(stranger, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_new_key_seals_and_the_old_one_still_opens()
    {
        var (old, _) = await RecordAsync(Store(), CallId.New(), Audio(320));
        var oldKey = await File.ReadAllTextAsync(KeyFile, TestContext.Current.CancellationToken);
        var newKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await File.WriteAllTextAsync(KeyFile, $"{newKey}\n{oldKey}", TestContext.Current.CancellationToken);
        var (fresh, _) = await RecordAsync(Store(), CallId.New(), Audio(640));

        await File.WriteAllTextAsync(KeyFile, newKey, TestContext.Current.CancellationToken);
        Assert.Equal(58 + 640, (await ReadAsync(Store(), fresh)).Length);
        var lost = await Assert.ThrowsAnyAsync<CryptographicException>(() => ReadAsync(Store(), old));
        Assert.Contains("key file", lost.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("not base64", "line 1")]
    [InlineData("AAAA", "line 1")]
    public async Task A_key_file_that_is_none_stops_the_start_and_says_why(string content, string why)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        await File.WriteAllTextAsync(KeyFile, content, TestContext.Current.CancellationToken);
        Assert.Contains(why, Assert.Throws<InvalidOperationException>(() => RecordingKeys.Load(KeyFile)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_erased_is_gone_be_it_finished_being_made_or_gone_before()
    {
        var store = Store();
        var (finished, _) = await RecordAsync(store, CallId.New(), Audio(320));
        var (open, unfinished) = store.Create(CallId.New(), Day.AddDays(1)); // nothing is finished on that day yet
        foreach (var name in new[] { finished, unfinished, "2020/01/01/none.hlrec" }) store.Delete(name);
        open.Dispose();
        Assert.Empty(Directory.GetFiles(Recordings, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_name_leads_nowhere_else() => Assert.Null(Store().Find("../keys/recordings.key"));
}
