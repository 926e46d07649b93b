using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Tests.Speech;

/// <summary>What every engine of <see cref="ISpeechToText"/> does, with the demo model and real sound; a test class of each engine inherits it.</summary>
public abstract class SpeechToTextContract
{
    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static short[] TenSeconds => SampleCall.All[0].Audio(Party.Citizen)[..(8000 * 10)];

    /// <summary>Skips where the engine's native library cannot be had.</summary>
    private protected abstract ISpeechToText Open(SpeechOptions options);

    [Fact]
    public async Task It_hears_what_citizens_say()
    {
        var engine = Open(SpeechEngine.Options);
        var (wrong, all) = (0, 0);
        foreach (var call in SampleCall.All.Take(4))
        {
            var audio = call.Audio(Party.Citizen);
            foreach (var turn in call.By(Party.Citizen).Take(3))
            {
                var heard = await engine.TranscribeAsync(audio.AsMemory((int)((turn.Start - 0.2) * 8000)..Math.Min(audio.Length, (int)((turn.End + 0.2) * 8000))), Ct);
                Assert.InRange(heard.Confidence, 0.5, 1);
                (wrong, all) = (wrong + Distance(Letters(turn.Text), Letters(heard.Text)), all + Letters(turn.Text).Length);
            }
        }

        Close(engine);
        Assert.True(wrong <= all / 5, $"{wrong} of {all} characters are wrong.");
    }

    [Fact]
    public async Task As_many_as_there_are_workers_and_more_get_the_same_answer_as_one_alone()
    {
        var engine = Open(SpeechEngine.Options with { Workers = 2 });
        var alone = await engine.TranscribeAsync(TenSeconds, Ct);
        var together = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => engine.TranscribeAsync(TenSeconds, Ct).AsTask()));

        Close(engine);
        Assert.NotEmpty(alone.Text);
        Assert.All(together, heard => Assert.Equal(alone.Text, heard.Text));
    }

    [Fact]
    public async Task Past_its_deadline_a_recognition_is_given_up()
    {
        var engine = Open(SpeechEngine.Options with { Deadline = TimeSpan.FromMilliseconds(1) });
        await Assert.ThrowsAsync<TimeoutException>(() => engine.TranscribeAsync(TenSeconds, Ct).AsTask());
        Close(engine);
    }

    [Fact]
    public async Task What_nobody_wants_any_more_is_aborted_and_the_next_one_works()
    {
        var engine = Open(SpeechEngine.Options with { Workers = 1 });
        using var cancel = new CancellationTokenSource();
        var recognition = engine.TranscribeAsync(TenSeconds, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => recognition);

        Assert.NotEmpty((await engine.TranscribeAsync(TenSeconds, Ct)).Text);
        Close(engine);
    }

    [Theory]
    [InlineData("nowhere.bin", "no-model")]
    [InlineData("Hotline.sln", "bad-model")]
    public async Task What_is_missing_is_said_and_nothing_throws_until_one_insists(string model, string code)
    {
        var broken = Open(SpeechEngine.Options with { Model = Path.Combine(SpeechEngine.Root, model) });

        Assert.Equal((false, code), (broken.State.IsReady, broken.State.Code));
        Assert.NotEmpty(broken.State.Message);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => broken.TranscribeAsync(Sounds.Silence(1), Ct).AsTask());
        Assert.Equal(broken.State.Message, refusal.Message);
        Close(broken);
    }

    private static void Close(ISpeechToText engine) => (engine as IDisposable)?.Dispose();

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    /// <summary>Characters to put in, take out or change.</summary>
    private static int Distance(string said, string heard)
    {
        var row = Enumerable.Range(0, heard.Length + 1).ToArray();
        for (var i = 1; i <= said.Length; i++)
        {
            var (diagonal, left) = (row[0], row[0] = i);
            for (var j = 1; j <= heard.Length; j++)
            {
                left = Math.Min(Math.Min(row[j], left) + 1, diagonal + (said[i - 1] == heard[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], left);
            }
        }

        return row[^1];
    }
}
