using System.Net;
using Hotline.Telephony;
using Hotline.Telephony.Media;
using Hotline.Telephony.Recordings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Media.Bench;

/// <summary>Our engine in this process: calls of two legs each, bridged, recorded or not; the legs on telephones or in browsers.</summary>
internal sealed class Engine : Turn
{
    private readonly MediaEngine _engine = new(new MediaOptions { FirstPort = 30000, LastPort = 39999 }, TimeProvider.System, NullLogger<MediaEngine>.Instance);
    private readonly string _folder = Directory.CreateTempSubdirectory("media-bench").FullName;
    private readonly List<Conversation> _conversations = [];
    private BrowserHost? _host;
    private MediaCounters _before = null!;
    private int _gen0;

    internal Engine() => _engine.Start();

    internal bool Browsers { get; init; }
    internal bool Recorded { get; init; } = true;

    internal override string Name => Browsers ? "hotline, browsers" : Recorded ? "hotline" : "hotline, not recorded";

    internal override async Task<string> OpenAsync(int calls, int[] callers)
    {
        var legs = Enumerable.Range(0, 2 * calls).Select(i => Browsers ? (MediaLeg)_engine.OpenBrowserLeg() : Telephone(callers[i % callers.Length])).ToArray();
        for (var call = 0; call < calls; call++) Bridge(legs[2 * call], legs[(2 * call) + 1], Path.Combine(_folder, $"{call}.wav"));
        if (!Browsers) return string.Join(',', legs.Cast<RtpLeg>().Select(leg => leg.LocalEndPoint.Port));
        _host = await BrowserHost.StartAsync([.. legs.Cast<BrowserLeg>()]);
        return $"browsers {_host.Port} {legs.Length}";
    }

    private RtpLeg Telephone(int caller)
    {
        var leg = _engine.OpenRtpLeg();
        leg.Connect(new AudioAgreement(new IPEndPoint(IPAddress.Loopback, caller), AudioCodec.Pcma, 8, 101, Send: true, Receive: true));
        return leg;
    }

    private void Bridge(MediaLeg citizen, MediaLeg agent, string file)
    {
        var conversation = _engine.OpenConversation(CallId.New());
        conversation.Join(citizen, Party.Citizen);
        conversation.Join(agent, Party.Agent);
        if (Recorded) conversation.Record(file);
        _conversations.Add(conversation);
    }

    internal override void Begin() => (_before, _gen0) = (_engine.Counters, GC.CollectionCount(0));

    internal override async Task<string> EndAsync(int calls)
    {
        var (after, gen0) = (_engine.Counters, GC.CollectionCount(0) - _gen0);
        var work = (after.Work - _before.Work).TotalMilliseconds / (after.Ticks - _before.Ticks);
        var lengths = (await Task.WhenAll(_conversations.Select(c => c.EndAsync()))).OfType<Recording>().Select(recording => recording.Length.TotalSeconds).ToArray();
        return FormattableString.Invariant(
            $"{work:F2} ms work a tick, worst overrun {after.WorstOverrun.TotalMilliseconds:F1} ms, real time {after.RealTime}, lost {after.Lost - _before.Lost}, late {after.Late - _before.Late}, {lengths.Length} recordings of {lengths.DefaultIfEmpty().Min():F2}..{lengths.DefaultIfEmpty().Max():F2} s, overflows {after.RecordingOverflows}, gen 0 {gen0}");
    }

    public override async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        if (_host is not null) await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        await base.DisposeAsync();
    }
}
