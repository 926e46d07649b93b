using System.Security.Cryptography;
using Hotline.Telephony.Media;
using Hotline.Telephony.Prompts;
using Hotline.Telephony.Tests.Calls;
using Hotline.Telephony.Tests.Queues;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Prompts;

public sealed class PromptLibraryTests : IDisposable
{
    private static readonly DateTime Then = new(2026, 11, 22, 0, 0, 0, DateTimeKind.Utc);
    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-prompts").FullName;
    private readonly SetClock _clock = new();
    private readonly PromptLibrary _prompts;

    public PromptLibraryTests()
    {
        Write("greeting.wav", 1.2, 0);
        Manifest("""[{"id":"greeting","text":"您好","file":"greeting.wav"},{"id":"gone","text":"没有","file":"gone.wav","language":"en"}]""", 0);
        _prompts = new(_folder, _clock, NullLogger.Instance);
    }

    [Fact]
    public void Each_prompt_tells_its_text_file_length_and_hash_and_what_is_wrong_with_it()
    {
        var (greeting, gone) = (_prompts.All[0], _prompts.All[1]);
        Assert.Equal(("greeting", "您好", "zh", "greeting.wav", TimeSpan.FromSeconds(1.2), null), (greeting.Id, greeting.Text, greeting.Language, greeting.File, greeting.Length, greeting.Problem));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder, "greeting.wav")))), greeting.Sha256);
        Assert.Equal(("en", TimeSpan.Zero, null), (gone.Language, gone.Length, gone.Sha256));
        Assert.NotNull(gone.Problem);
        Assert.Null(_prompts.Find("gone"));
        Assert.Null(_prompts.Find("nobody knows"));
    }

    [Fact]
    public void A_file_that_is_replaced_is_played_without_a_restart()
    {
        Assert.Equal(1.2, Seconds());
        Write("greeting.wav", 0.7, 1);
        Assert.Equal(1.2, Seconds()); // looked a moment ago
        Later();
        Assert.Equal(0.7, Seconds());
    }

    [Fact]
    public void A_file_that_cannot_be_read_leaves_the_old_one_in_place_until_it_can()
    {
        Assert.Equal(1.2, Seconds());
        File.WriteAllText(Path.Combine(_folder, "greeting.wav"), "no sound at all");
        Later();
        Assert.Equal(1.2, Seconds());
        Assert.Contains("greeting.wav", _prompts.All[0].Problem, StringComparison.Ordinal);
        Write("greeting.wav", 0.5, 2);
        Later();
        Assert.Equal((0.5, (string?)null), (Seconds(), _prompts.All[0].Problem));
    }

    [Fact]
    public void The_manifest_may_grow_and_a_broken_one_changes_nothing()
    {
        Assert.Equal(1.2, Seconds());
        Write("new.wav", 0.3, 0);
        Manifest("""{"prompts":[{"id":"greeting","file":"new.wav"}]}""", 1);
        Later();
        Assert.Equal((0.3, 1), (Seconds(), _prompts.All.Count));
        Manifest("[{", 2);
        Later();
        Assert.Equal((0.3, 1), (Seconds(), _prompts.All.Count));
    }

    [Fact]
    public void Without_a_folder_nothing_is_found_and_nothing_fails()
    {
        var none = new PromptLibrary(Path.Combine(_folder, "none"), _clock, NullLogger.Instance);
        Assert.Equal(0, none.LoadAll());
        Assert.Null(none.Find("greeting"));
    }

    private double Seconds() => Math.Round(_prompts.Find("greeting")!.Length.TotalSeconds, 3);

    private void Later() => _clock.Advance(2);

    private void Write(string file, double seconds, int version)
    {
        var path = Path.Combine(_folder, file);
        RunningHotline.Tone(500, seconds).Save(path);
        File.SetLastWriteTimeUtc(path, Then.AddSeconds(version));
    }

    private void Manifest(string json, int version)
    {
        var path = Path.Combine(_folder, "prompts.json");
        File.WriteAllText(path, json);
        File.SetLastWriteTimeUtc(path, Then.AddSeconds(version));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
