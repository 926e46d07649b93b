using System.Buffers.Binary;
using System.Security.Cryptography;
using Hotline.Telephony.Media;
using Hotline.Telephony.Recordings;
using Hotline.Telephony.Tests.Media;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Recordings;

public sealed class RecorderTests : IAsyncDisposable
{
    private const byte Silence = G711.AlawSilence;

    private readonly Studio _studio = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-recordings").FullName;

    public async ValueTask DisposeAsync()
    {
        await _studio.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string NewFile => Path.Combine(_folder, "2026", "11", "22", $"{Guid.NewGuid()}.wav");

    private async Task<(Recording Recording, byte[] Left, byte[] Right)> EndAsync(Conversation conversation)
    {
        var ended = conversation.EndAsync();
        _studio.Tick();
        var recording = await ended;
        var audio = (await File.ReadAllBytesAsync(recording!.File, TestContext.Current.CancellationToken))[StereoWav.HeaderLength..];
        return (recording, [.. audio.Where((_, at) => at % 2 == 0)], [.. audio.Where((_, at) => at % 2 == 1)]);
    }

    [Fact]
    public async Task The_citizen_is_left_and_all_that_the_citizen_hears_is_right()
    {
        var (citizen, citizenPhone, _) = _studio.Connect();
        var (agent, agentPhone, _) = _studio.Connect();
        var conversation = _studio.Engine.OpenConversation(CallId.New());
        conversation.Join(citizen, Party.Citizen);
        conversation.Record(NewFile);
        citizen.Play(Prompt.FromSamples([.. Enumerable.Repeat((short)8000, 480)]));
        _studio.Tick(5);
        conversation.Join(agent, Party.Agent);
        for (var n = 0; n < 5; n++)
        {
            citizenPhone.Say(11);
            agentPhone.Say(22);
            _studio.Tick();
        }

        var (_, left, right) = await EndAsync(conversation);
        var prompt = G711.Encode(8000, AudioCodec.Pcma);
        Assert.Equal([Silence, Silence, Silence, Silence, Silence, Silence, Silence, 11, 11, 11], left.Chunk(160).Select(frame => Assert.Single(frame.Distinct())));
        Assert.Equal([prompt, prompt, prompt, Silence, Silence, Silence, Silence, 22, 22, 22], right.Chunk(160).Select(frame => Assert.Single(frame.Distinct())));
    }

    [Fact]
    public async Task Its_length_is_the_media_clocks_to_the_sample_and_its_header_says_so()
    {
        var (citizen, _, _) = _studio.Connect(AudioCodec.Pcmu);
        var conversation = _studio.Engine.OpenConversation(CallId.New());
        conversation.Join(citizen, Party.Citizen);
        conversation.Record(NewFile);
        _studio.Tick(1234);
        var (recording, _, _) = await EndAsync(conversation);

        var file = await File.ReadAllBytesAsync(recording.File, TestContext.Current.CancellationToken);
        Assert.Equal((TimeSpan.FromMilliseconds(20 * 1234), 58 + (1234 * 320)), (recording.Length, recording.Bytes));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), recording.Sha256);
        Assert.Equal("RIFF"u8, file.AsSpan(0, 4));
        Assert.Equal("WAVEfmt "u8, file.AsSpan(8, 8));
        Assert.Equal((file.Length - 8, 18), (Int32(file, 4), Int32(file, 16)));
        Assert.Equal((6, 2, 8000, 16000, 2, 8), (Int16(file, 20), Int16(file, 22), Int32(file, 24), Int32(file, 28), Int16(file, 32), Int16(file, 34)));
        Assert.Equal("fact"u8, file.AsSpan(38, 4));
        Assert.Equal((4, 1234 * 160), (Int32(file, 42), Int32(file, 46)));
        Assert.Equal("data"u8, file.AsSpan(50, 4));
        Assert.Equal(1234 * 320, Int32(file, 54));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(recording.File));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(recording.File)!));
        }
    }

    private static int Int32(byte[] file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));

    private static int Int16(byte[] file, int at) => BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(at));

    [Fact]
    public async Task Begun_later_it_is_silent_up_to_there_so_that_times_agree_with_the_transcript()
    {
        var (citizen, phone, _) = _studio.Connect();
        var conversation = _studio.Engine.OpenConversation(CallId.New());
        conversation.Join(citizen, Party.Citizen);
        for (var n = 0; n < 130; n++)
        {
            phone.Say(11);
            if (n == 120) conversation.Record(NewFile);
            _studio.Tick();
        }

        var (recording, left, _) = await EndAsync(conversation);
        Assert.Equal(TimeSpan.FromMilliseconds(2600), recording.Length);
        Assert.Equal(120 * 160, Array.FindIndex(left, code => code == 11));
        Assert.All(left[..(120 * 160)], code => Assert.Equal(Silence, code));
    }

    [Fact]
    public async Task It_goes_on_when_the_citizen_is_gone_and_ends_with_the_engine()
    {
        var (citizen, _, _) = _studio.Connect();
        var conversation = _studio.Engine.OpenConversation(CallId.New());
        conversation.Join(citizen, Party.Citizen);
        conversation.Record(NewFile);
        _studio.Tick(10);
        citizen.Close();
        _studio.Tick(10);
        var ended = conversation.EndAsync();
        await _studio.Engine.DisposeAsync();
        Assert.InRange((await ended)!.Length, TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(420));
    }

    [Fact]
    public async Task Without_a_recording_the_end_is_null_and_a_second_end_is_the_same()
    {
        var conversation = _studio.Engine.OpenConversation(CallId.New());
        var (first, second) = (conversation.EndAsync(), conversation.EndAsync());
        _studio.Tick();
        Assert.Null(await first);
        Assert.Null(await second);
        Assert.Equal(0, _studio.Engine.Counters.Conversations);
    }

    [Fact]
    public void A_recording_never_overwrites_a_file()
    {
        var file = Path.Combine(_folder, "there.wav");
        File.WriteAllText(file, "evidence");
        Assert.Throws<IOException>(() => _studio.Engine.OpenConversation(CallId.New()).Record(file));
        Assert.Equal("evidence", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_disk_that_hangs_costs_frames_that_are_counted_and_never_the_tick()
    {
        await using var writer = new RecordingWriter(NullLogger.Instance, maxChunks: 2);
        var recorder = writer.Open(new WavFile(NewFile));
        recorder.Begin(0);
        // nobody writes yet: two seconds fit, the third is lost
        for (var n = 0; n < 150; n++) recorder.Write(citizen: null);
        Assert.Equal(50, writer.Overflows);

        writer.Start();
        var ended = new TaskCompletionSource<Recording?>(TaskCreationOptions.RunContinuationsAsynchronously);
        recorder.End(ended);
        Assert.Equal(TimeSpan.FromSeconds(3), (await ended.Task)!.Length);
    }

    [Fact]
    public async Task After_a_folder_that_cannot_be_made_another_may_be_tried()
    {
        var conversation = _studio.Engine.OpenConversation(CallId.New());
        var blocked = Path.Combine(_folder, "blocked");
        File.WriteAllText(blocked, "a file where a folder should be");
        Assert.ThrowsAny<IOException>(() => conversation.Record(Path.Combine(blocked, "a.wav")));
        conversation.Record(NewFile);
        Assert.Throws<InvalidOperationException>(() => conversation.Record(NewFile));
        _studio.Tick();
        Assert.Equal(TimeSpan.FromMilliseconds(20), (await EndAsync(conversation)).Recording.Length);
    }

    [Fact]
    public async Task What_the_disk_was_too_slow_for_is_silence_in_its_place()
    {
        using var file = new WavFile(NewFile);
        file.Write(0, [1, 2]);
        file.Write(40_002, [3, 4]);
        var recording = await file.CompleteAsync();
        var audio = (await File.ReadAllBytesAsync(recording.File, TestContext.Current.CancellationToken))[58..];
        Assert.Equal((40_004, 1, 3), (audio.Length, audio[0], audio[^2]));
        Assert.All(audio[2..^2], code => Assert.Equal(Silence, code));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(160)]
    [InlineData(163)]
    public void Left_and_right_take_turns(int samples)
    {
        byte[] left = [.. Enumerable.Range(0, samples).Select(i => (byte)i)], right = [.. left.Select(code => (byte)(255 - code))], stereo = new byte[2 * samples];
        StereoWav.Interleave(left, right, stereo);
        Assert.Equal(left.Zip(right, (l, r) => new[] { l, r }).SelectMany(pair => pair), stereo);
    }
}
