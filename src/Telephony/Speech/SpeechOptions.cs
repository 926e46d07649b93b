namespace Hotline.Telephony.Speech;

/// <summary>Settings of speech to text (section "Speech"). Relative paths count from the working directory.</summary>
public sealed record SpeechOptions
{
    /// <summary>Folder of the library that build-whisper.sh makes.</summary>
    public string Library { get; init; } = ".data/whisper";

    /// <summary>A ggml model of whisper.cpp. The default is this project's demo model (samples/models/README.md).</summary>
    public string Model { get; init; } = "samples/models/ggml-hotline-demo-q5_1.bin";

    /// <summary>Utterances recognised at the same time, one thread and one copy of the working memory each; 0: the machine's cores less one.</summary>
    public int Workers { get; init; }

    /// <summary>An utterance not recognised within this is given up.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Steers script and punctuation; the first of <see cref="Lexicon"/> go before it. Null: as the model needs (demo none, real ones a sentence in simplified script).</summary>
    public string? Prompt { get; init; }

    /// <summary>词库: the city's own words, a text file with one term a line (<see cref="CityLexicon"/>); null: none.</summary>
    public string? Lexicon { get; init; } = "samples/city/lexicon.txt";

    /// <summary>Frames of 20 ms the encoder sees beyond the utterance; null: as the model needs (demo 16, real ones 128).</summary>
    public int? ContextMargin { get; init; }

    /// <summary>The least number of 20 ms frames the encoder sees; null: as the model needs (demo 0, real ones 384).</summary>
    public int? ContextMinimum { get; init; }

    /// <summary>Texts with a lower mean token probability are dropped.</summary>
    public double MinConfidence { get; init; } = 0.5;

    /// <summary>Silence that ends an utterance.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Sound kept before and after an utterance.</summary>
    public TimeSpan Pad { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Anything shorter is a click or a cough.</summary>
    public TimeSpan ShortestUtterance { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>A longer one is cut at its quietest moment.</summary>
    public TimeSpan LongestUtterance { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A partial text after each such piece of ongoing speech, while a worker is free.</summary>
    public TimeSpan PartialEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Speech that may wait in memory for a worker, over all calls (16 kB a second). Beyond it the taps are no longer read.</summary>
    public TimeSpan Backlog { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Itself, when every value makes sense.</summary>
    /// <exception cref="ArgumentException">Names the setting and what it must be.</exception>
    internal SpeechOptions Validated()
    {
        Require(Workers is >= 0 and <= 256, nameof(Workers), "0 (the machine's cores less one) to 256");
        Require(Deadline > TimeSpan.Zero, nameof(Deadline), "longer than zero");
        Require(MinConfidence is >= 0 and < 1, nameof(MinConfidence), "0 to below 1");
        Require(Pause >= TimeSpan.FromMilliseconds(100) && Pause <= TimeSpan.FromSeconds(5), nameof(Pause), "0.1 to 5 s");
        Require(Pad >= TimeSpan.Zero && Pad <= Pause, nameof(Pad), "zero to Speech:Pause");
        Require(ShortestUtterance >= TimeSpan.Zero, nameof(ShortestUtterance), "zero or longer");
        Require(LongestUtterance >= TimeSpan.FromSeconds(2) && LongestUtterance <= TimeSpan.FromSeconds(29), nameof(LongestUtterance), "2 to 29 s, a model sees 30 s");
        Require(PartialEvery > TimeSpan.Zero, nameof(PartialEvery), "longer than zero");
        Require(Backlog >= LongestUtterance, nameof(Backlog), "Speech:LongestUtterance or longer");
        return this;
    }

    private static void Require(bool holds, string setting, string expected)
    {
        if (!holds) throw new ArgumentException($"Setting Speech:{setting} must be {expected}.", $"Speech:{setting}");
    }

    internal int WorkerCount => Workers > 0 ? Workers : Math.Max(1, Environment.ProcessorCount - 1);
}
