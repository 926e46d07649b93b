using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Bench.Chaos;

/// <summary>The hotline under trial: a switchboard with its real database, recordings on disk, and the bad networks in front of it.</summary>
internal sealed class ChaosHotline : IAsyncDisposable
{
    private readonly ChaosPlan _plan;
    private readonly string _folder;
    private readonly Prompt _voice = Hum(440);

    private ChaosHotline(ChaosPlan plan, string folder) => (_plan, _folder) = (plan, folder);

    internal ErrorCount Errors { get; } = new();
    internal LossyRelay Outside { get; private set; } = null!;
    internal LossyRelay Inside { get; private set; } = null!;
    internal DeskPhones Phones { get; private set; } = null!;
    internal CitizenPhone Phone { get; private set; } = null!;
    internal AgentSeats Seats { get; private set; } = null!;
    internal Switchboard Board { get; private set; } = null!;
    internal CallLog Log { get; private set; } = null!;
    internal LiveTranscriber Transcriber { get; private set; } = null!;
    internal Prompt Voice => _voice;
    internal int LastHotlinePort => _plan.FirstPort + (_plan.Ports * 2 / 3) - 1;
    internal int FirstHotlinePort => _plan.FirstPort;
    internal string UnfinishedRecordings => Path.Combine(_folder, "recordings", "unfinished");

    internal static async Task<ChaosHotline> StartAsync(ChaosPlan plan, NpgsqlDataSource db, string folder)
    {
        var hotline = new ChaosHotline(plan, folder);
        await hotline.PromptsAsync();
        hotline.Outside = new(plan, plan.Seed + 10);
        hotline.Inside = new(plan, plan.Seed + 11);
        var (phones, clock, logs) = (hotline.LastHotlinePort + 1, TimeProvider.System, NullLoggerFactory.Instance);
        var middle = phones + (plan.Ports / 4);
        hotline.Phone = await CitizenPhone.StartAsync(new() { FirstRtpPort = phones, LastRtpPort = middle - 1, MaxCalls = 5000 }, clock, logs, default);
        hotline.Phones = await DeskPhones.StartAsync(plan, middle, plan.FirstPort + plan.Ports - 1, hotline.Inside, hotline._voice);
        hotline.Open(db);
        await hotline.Board.StartAsync(default);
        hotline.Outside.Start(hotline.Board.SipEndPoint, hotline.CitizensAddress);
        hotline.Inside.Start(hotline.Board.SipEndPoint, hotline.Phones.Address);
        return hotline;
    }

    private System.Net.IPEndPoint CitizensAddress => Phone.SipEndPoint;

    private void Open(NpgsqlDataSource db)
    {
        var options = Options();
        var speech = new SpeechOptions { Library = Path.Combine(_folder, "none") };
        Seats = new(options.WrapUp, TimeProvider.System);
        Log = new(db, options.Journal, options.Node, options.PersonalKeyFile, TimeProvider.System, NullLogger<CallLog>.Instance);
        Transcriber = new(new WhisperCpp(speech, TimeProvider.System, NullLogger<WhisperCpp>.Instance), speech, TimeProvider.System, NullLogger<LiveTranscriber>.Instance);
        Board = new(options, Seats, Log, Transcriber, TimeProvider.System, Errors);
    }

    private TelephonyOptions Options() => new()
    {
        SipPort = 0, FirstRtpPort = FirstHotlinePort, LastRtpPort = LastHotlinePort, MaxCalls = 5000,
        Prompts = _folder, Recordings = Path.Combine(_folder, "recordings"), RecordingKeyFile = Path.Combine(_folder, "recordings.key"), PersonalKeyFile = Path.Combine(_folder, "personal.key"),
        Journal = Path.Combine(_folder, "calls.jsonl"), Outbox = Path.Combine(_folder, "outbox"),
        OfferTimeout = _plan.OfferTimeout, SilenceTimeout = _plan.SilenceTimeout, WrapUp = TimeSpan.FromMilliseconds(100),
        Lines = [new() { Number = "12345" }, new() { Number = "2000", RingFor = TimeSpan.FromSeconds(1) }],
        AgentPhones = Enumerable.Range(0, _plan.Agents).Where(AgentCrowd.HasPhone).Select(AgentCrowd.Id)
            .ToDictionary(a => a.Value, a => $"sip:{a}@{Inside.ForHotline}", StringComparer.Ordinal),
    };

    private async Task PromptsAsync()
    {
        Save(Hum(500), Path.Combine(_folder, "greeting.wav"));
        Save(Hum(350), Path.Combine(_folder, "music.wav"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "prompts.json"), """[{"id":"greeting","file":"greeting.wav"},{"id":"music","file":"music.wav"}]""");
    }

    private static Prompt Hum(int hertz) => Prompt.FromSamples([.. Samples(hertz)]);

    private static IEnumerable<short> Samples(int hertz) => Enumerable.Range(0, 3200).Select(i => (short)(9000 * Math.Sin(2 * Math.PI * hertz * i / 8000)));

    /// <summary>A-law in a WAV file.</summary>
    private static void Save(Prompt prompt, string file)
    {
        using var wav = new BinaryWriter(File.Create(file));
        var audio = prompt.Alaw.Span;
        wav.Write("RIFF"u8);
        wav.Write(36 + audio.Length);
        wav.Write("WAVEfmt "u8);
        wav.Write(16);
        foreach (var word in new short[] { 6, 1 }) wav.Write(word);
        wav.Write(8000);
        wav.Write(8000);
        foreach (var word in new short[] { 1, 8 }) wav.Write(word);
        wav.Write("data"u8);
        wav.Write(audio.Length);
        wav.Write(audio);
    }

    public async ValueTask DisposeAsync()
    {
        await Board.DisposeAsync();
        await Log.DisposeAsync();
        await Transcriber.DisposeAsync();
        Seats.Dispose();
        await Phone.DisposeAsync();
        await Phones.DisposeAsync();
        await Outside.DisposeAsync();
        await Inside.DisposeAsync();
    }
}
