using System.Collections.Concurrent;
using System.Net;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Bench.Chaos;
using Microsoft.Extensions.Logging;

namespace Hotline.Bench.Fuzz;

/// <summary>
/// What is under fire: the SIP stack and the media engine of the hotline, and a user agent that answers every call with audio. Its
/// SIP timers run <paramref name="speed"/> times as fast, so that 64*T1 are not waited for.
/// </summary>
internal sealed class Victim(int speed) : IAsyncDisposable
{
    internal const int Ports = 2400;

    private static readonly Prompt Voice = Prompt.FromSamples([.. Enumerable.Range(0, 8000).Select(i => (short)(9000 * Math.Sin(2 * Math.PI * 700 * i / 8000)))]);

    private readonly ConcurrentDictionary<string, RtpLeg> _legs = new();
    private int _calls;

    internal ErrorCount Errors { get; } = new();
    internal SipStack Sip { get; private set; } = null!;
    internal MediaEngine Media { get; private set; } = null!;
    internal IPEndPoint Address => Sip.LocalEndPoint;

    /// <summary>Calls it answered.</summary>
    internal int Calls => _calls;

    internal static async Task<Victim> StartAsync(SipStackOptions sip, int firstPort, int speed = 1)
    {
        var victim = new Victim(speed);
        await victim.OpenAsync(sip, firstPort);
        return victim;
    }

    private async Task OpenAsync(SipStackOptions sip, int firstPort)
    {
        Media = new(new() { FirstPort = firstPort, LastPort = firstPort + Ports - 1, PortQuarantine = TimeSpan.FromMilliseconds(100), SilenceTimeout = TimeSpan.FromSeconds(5) }, TimeProvider.System, new Logger<MediaEngine>(Errors));
        Sip = new(sip with { Port = 0, Farewell = TimeSpan.Zero }, new FastClock(speed), new Logger<SipStack>(Errors)) { IncomingCall = Answer };
        Media.Start();
        await Sip.StartAsync(CancellationToken.None);
    }

    private Action<SipCallEvent> Answer(SipCall call)
    {
        var leg = Media.OpenRtpLeg(peer: call.RemoteOffer?.AudioAddress);
        leg.Events = e => EndSilent(call, e);
        var talk = Media.OpenConversation(CallId.New());
        talk.Join(leg, Party.Citizen);
        _legs[call.CallId] = leg;
        Interlocked.Increment(ref _calls);
        if (call.RemoteOffer is not { } offer) call.Answer(OfferAnswer.Offer(leg.Local));
        else if (OfferAnswer.Answer(offer, leg.Local) is var (answer, agreed)) Begin(call, leg, answer, agreed);
        else call.Reject(488);
        return e => Signalled(call, leg, talk, e);
    }

    /// <summary>Who never speaks is hung up on, as the hotline does.</summary>
    private static void EndSilent(SipCall call, MediaLegEvent e)
    {
        if (e is MediaLegEvent.Silent) call.HangUp("no audio");
    }

    private static void Begin(SipCall call, RtpLeg leg, SessionDescription answer, AudioAgreement agreed)
    {
        leg.Connect(agreed);
        leg.Play(Voice, loop: true);
        call.Answer(answer);
    }

    private void Signalled(SipCall call, RtpLeg leg, Conversation talk, SipCallEvent e)
    {
        if (e is SipCallEvent.Reoffered change) call.Renegotiate(leg, change.Offer);
        if (e is SipCallEvent.Confirmed { Answer: { } late } && OfferAnswer.Accept(OfferAnswer.Offer(leg.Local), late) is { } agreed) leg.Connect(agreed);
        if (e is not SipCallEvent.Ended) return;
        _ = talk.EndAsync();
        leg.Close();
        _legs.TryRemove(call.CallId, out _);
    }

    public async ValueTask DisposeAsync()
    {
        await Sip.DisposeAsync();
        await Media.DisposeAsync();
    }

    /// <summary>The machine's clock, so many times as fast.</summary>
    private sealed class FastClock(int times) : TimeProvider
    {
        private readonly long _start = System.GetTimestamp();
        private readonly DateTimeOffset _from = System.GetUtcNow();

        public override long TimestampFrequency => System.TimestampFrequency;

        public override long GetTimestamp() => _start + ((System.GetTimestamp() - _start) * times);

        public override DateTimeOffset GetUtcNow() => _from + (System.GetElapsedTime(_start) * times);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new FastTimer(System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period)), Shorter);

        private TimeSpan Shorter(TimeSpan time) => time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Max(1, time.TotalMilliseconds / times));
    }

    private sealed class FastTimer(ITimer timer, Func<TimeSpan, TimeSpan> shorter) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(shorter(dueTime), shorter(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
