using System.Threading.Channels;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>A whole hotline on loopback: real SIP, real audio, real database; citizens' phones, a 110 desk, agents with their audio.</summary>
public sealed class RunningHotline : IAsyncDisposable
{
    internal const int GreetingTone = 500;
    internal const int MusicTone = 350;
    internal const int WaterTone = 2300;

    private static int _portBlock;
    private readonly List<IAsyncDisposable> _open = [];
    private readonly Channel<CallEvent> _events = Channel.CreateUnbounded<CallEvent>();
    private readonly List<CallEvent> _seen = [];

    private RunningHotline(string folder) => Folder = folder;

    internal string Folder { get; }
    internal AgentSeats Seats { get; private set; } = null!;
    internal CallLog Log { get; private set; } = null!;
    internal Switchboard Board { get; private set; } = null!;
    internal CitizenPhone Phone { get; private set; } = null!;
    internal PoliceDesk Police { get; private set; } = null!;

    /// <summary>A department's switchboard, in the address book as <see cref="Water"/>; it says <see cref="WaterTone"/>.</summary>
    internal PoliceDesk Department { get; private set; } = null!;

    internal Target.Outside Water => new(Board.Directory.Single(n => n.Id == "water"));

    internal static async Task<RunningHotline> StartAsync(
        Func<TelephonyOptions, TelephonyOptions>? change = null, NpgsqlDataSource? db = null, LineDirectory? lines = null, Dictionary<string, int>? greetings = null)
    {
        var folder = Directory.CreateTempSubdirectory("hotline-calls-").FullName;
        var hotline = new RunningHotline(folder);
        var first = 20000 + (Interlocked.Increment(ref _portBlock) % 20 * 500);
        var logs = NullLoggerFactory.Instance;
        Tone(GreetingTone, 1.2).Save(Path.Combine(folder, "greeting.wav"));
        Tone(MusicTone, 2).Save(Path.Combine(folder, "music.wav"));
        foreach (var (id, tone) in greetings ?? []) Tone(tone, 1.2).Save(Path.Combine(folder, $"{id}.wav"));
        var prompts = new[] { "greeting", "music" }.Concat((greetings ?? []).Keys).Select(id => $$"""{"id":"{{id}}","file":"{{id}}.wav"}""");
        await File.WriteAllTextAsync(Path.Combine(folder, "prompts.json"), $"[{string.Join(',', prompts)}]");

        hotline.Police = hotline.Keep(await PoliceDesk.StartAsync(new() { FirstRtpPort = first + 300, LastRtpPort = first + 349 }, TimeProvider.System, logs, default));
        hotline.Phone = hotline.Keep(await CitizenPhone.StartAsync(new() { FirstRtpPort = first + 390, LastRtpPort = first + 499 }, TimeProvider.System, logs, default));
        hotline.Department = hotline.Keep(await PoliceDesk.StartAsync(new() { FirstRtpPort = first + 350, LastRtpPort = first + 389 }, TimeProvider.System, logs, default));
        hotline.Department.Voice = Sound(WaterTone);
        var options = new TelephonyOptions
        {
            SipPort = 0, FirstRtpPort = first, LastRtpPort = first + 299, Prompts = folder, Recordings = Path.Combine(folder, "recordings"), RecordingKeyFile = Path.Combine(folder, "recordings.key"),
            PersonalKeyFile = Path.Combine(folder, "personal.key"),
            Journal = Path.Combine(folder, "calls.jsonl"), PoliceAddress = $"sip:110@{hotline.Police.SipEndPoint}",
            Directory = [new() { Id = "water", Name = "市水务局", Address = $"sip:8001@{hotline.Department.SipEndPoint}" }],
        };
        options = change?.Invoke(options) ?? options;
        hotline.Seats = new(options.WrapUp, TimeProvider.System);
        hotline.Log = hotline.Keep(new CallLog(db ?? NoDatabase(), options.Journal, options.Node, options.PersonalKeyFile, TimeProvider.System, NullLogger<CallLog>.Instance));
        var speech = new SpeechOptions { Library = Path.Combine(folder, "none") };
        var engine = new WhisperCpp(speech, TimeProvider.System, NullLogger<WhisperCpp>.Instance);
        var transcriber = hotline.Keep(new LiveTranscriber(engine, speech, TimeProvider.System, NullLogger<LiveTranscriber>.Instance));
        hotline.Board = hotline.Keep(new Switchboard(options, hotline.Seats, hotline.Log, transcriber, TimeProvider.System, logs, lines));
        hotline.Board.Subscribe(e => hotline._events.Writer.TryWrite(e));
        await hotline.Board.StartAsync(default);
        return hotline;
    }

    /// <summary>A citizen calls the line.</summary>
    internal PhoneCall Dial(string called = "12345", string caller = "13800000001") => Phone.Call(Board.SipEndPoint, called, caller);

    /// <summary>An agent signs in, with a browser that says this tone, and is ready.</summary>
    internal TestAgent Agent(string number, int tone)
    {
        var agent = Keep(new TestAgent(this, new(number), tone));
        Seats.SignIn(agent.Id, number);
        Seats.Ready(agent.Id);
        return agent;
    }

    /// <summary>The next event of this kind, of this call where one is named; earlier ones count.</summary>
    internal async Task<T> NextAsync<T>(CallId? call = null)
        where T : CallEvent
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2)); // what never happens fails the test instead of holding up the suite
        while (true)
        {
            if (_seen.OfType<T>().FirstOrDefault(e => call is null || e.Call == call) is { } found)
            {
                _seen.Remove(found);
                return found;
            }

            _seen.Add(await _events.Reader.ReadAsync(patience.Token));
        }
    }

    /// <summary>The recording of a call that is over, as one downloads it.</summary>
    internal async Task<byte[]> RecordingOfAsync(CallId call)
    {
        var root = Path.Combine(Folder, "recordings");
        var file = Assert.Single(Directory.GetFiles(root, $"{call}.hlrec", SearchOption.AllDirectories));
        await using var wav = Board.Recordings.Find(Path.GetRelativePath(root, file))!;
        var copy = new MemoryStream();
        await wav.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return copy.ToArray();
    }

    /// <summary>The citizen speaks this tone, a new agent 1001 answers with that one, and both are heard.</summary>
    internal async Task<(CallId Call, TestAgent Agent)> TalkAsync(PhoneCall citizen, int citizenTone, int agentTone)
    {
        var agent = Agent("1001", agentTone);
        await citizen.Answered;
        citizen.Hum(Sound(citizenTone));
        var call = (await NextAsync<CallEvent.Offered>()).Call;
        Assert.True(await Board.AnswerAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, agentTone);
        await TestTone.HeardAsync(agent.Ear, citizenTone);
        return (call, agent);
    }

    internal static Prompt Sound(int hertz) => Prompt.FromSamples(Tone(hertz, 1).Samples);

    internal static TestTone Tone(int hertz, double seconds) => new(hertz, seconds);

    private static NpgsqlDataSource NoDatabase() => NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");

    private T Keep<T>(T one)
        where T : IAsyncDisposable
    {
        _open.Add(one);
        return one;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_open)) await one.DisposeAsync();
        Seats.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
