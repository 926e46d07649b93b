using System.Diagnostics;
using System.Net;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Sip;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Bench.Fuzz;

/// <summary>What remained, which must be nothing, and how the good call fared.</summary>
/// <param name="GoodCallLost">Share of the good call's packets that did not come.</param>
internal sealed record FuzzResult(
    int Sip, int Media, int Streams, int CallsMade, long Malformed, int CallsLeft, int TransactionsLeft, int LegsLeft, int PortsHeld, long MemoryGrown, long PeakMemory,
    bool GoodCallStood, double GoodCallLost, string Errors, TimeSpan Took)
{
    internal const long MemoryBound = 64 << 20;

    internal bool Holds => CallsLeft + TransactionsLeft + LegsLeft + PortsHeld == 0 && MemoryGrown < MemoryBound && GoodCallStood && GoodCallLost < 0.01 && Errors.Length == 0;
}

/// <summary>Fire on SIP, SDP, RTP and RTCP of one stack and engine while one good call stands between them and a phone.</summary>
internal static class FuzzRun
{
    private const int Legs = 8;
    private const int Round = 320;
    private const int Speed = 10;

    /// <summary>Short session timers (RFC 4028) end the calls that a spoilt description has put on hold for ever.</summary>
    private static readonly SipStackOptions Limits = new() { MaxCalls = 500, MaxInvitesPerSecondPerSource = 0, SessionExpires = TimeSpan.FromSeconds(90) };

    internal static async Task<FuzzResult> RunAsync(int messages, int seed, int firstPort, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var victim = await Victim.StartAsync(Limits, firstPort, Speed);
        await using var phone = await CitizenPhone.StartAsync(new() { FirstRtpPort = firstPort + Victim.Ports, LastRtpPort = firstPort + Victim.Ports + 99 }, TimeProvider.System, NullLoggerFactory.Instance, ct);
        using var attacker = new Attacker(victim.Address, seed);
        await attacker.PingAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var good = phone.Call(victim.Address, "12345", "13800000001");
        await good.Answered.WaitAsync(ct);
        good.Hum(Prompt.FromSamples([.. Enumerable.Range(0, 8000).Select(i => (short)(i % 80 * 100))]));
        var (sip, media, streams, peak) = await FireAsync(victim, attacker, messages, ct);
        var (stood, heard) = (!good.Ended.IsCompleted, good.Statistics);
        good.HangUp();
        stood &= (await good.Ended.WaitAsync(ct)).Cause == CallEnd.Local;

        await UntilAsync(() => victim.Sip.Counters is { Calls: 0, Transactions: 0 } && victim.Media.Counters.Legs == 0, TimeSpan.FromSeconds(40), ct);
        var (left, grown) = (victim.Sip.Counters, GC.GetTotalMemory(forceFullCollection: true) - before);
        return new(
            sip, media, streams, victim.Calls, left.Malformed, left.Calls, left.Transactions, victim.Media.Counters.Legs, Hotline.Bench.Chaos.OwnUdpPorts.Between(firstPort, firstPort + Victim.Ports - 1),
            grown, peak, stood, heard.Lost / (double)Math.Max(1, heard.PacketsIn + heard.Lost), victim.Errors.Seen, TimeProvider.System.GetElapsedTime(began));
    }

    /// <summary>Rounds of SIP and media, never more than the victim's sockets hold, so that all of it is really read.</summary>
    private static async Task<(int Sip, int Media, int Streams, long Peak)> FireAsync(Victim victim, Attacker attacker, int messages, CancellationToken ct)
    {
        var legs = Enumerable.Range(0, Legs).Select(n => OpenLeg(victim, attacker, n)).ToList();
        var (sip, media, streams, peak) = (0, 0, 0, 0L);
        for (var round = 0; sip + media + streams < messages; round++)
        {
            ct.ThrowIfCancellationRequested();
            for (var n = 0; n < Round; n++)
            {
                attacker.SendSip();
                attacker.SendMedia(legs[n % Legs].LocalEndPoint.Port);
            }

            (sip, media) = (sip + Round, media + Round);
            if (round % 20 == 0)
            {
                await attacker.SendStreamAsync(Legs);
                streams += Legs;
            }

            await attacker.PingAsync();
            await UntilTickAsync(victim, ct);
            peak = Math.Max(peak, Process.GetCurrentProcess().WorkingSet64);
        }

        legs.ForEach(leg => leg.Close());
        return (sip, media, streams, peak);
    }

    private static RtpLeg OpenLeg(Victim victim, Attacker attacker, int n)
    {
        var leg = victim.Media.OpenRtpLeg();
        var codec = (n % 3) switch { 0 => AudioCodec.Pcma, 1 => AudioCodec.Pcmu, _ => AudioCodec.G722 };
        leg.Connect(new(new IPEndPoint(attacker.Audio.Address, attacker.Audio.Port), codec, (byte)codec, 101, Send: true, Receive: true));
        return leg;
    }

    private static Task UntilTickAsync(Victim victim, CancellationToken ct)
    {
        var now = victim.Media.Counters.Ticks;
        return UntilAsync(() => victim.Media.Counters.Ticks > now, TimeSpan.FromSeconds(30), ct);
    }

    internal static async Task UntilAsync(Func<bool> holds, TimeSpan patience, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!holds() && TimeProvider.System.GetElapsedTime(since) < patience) await Task.Delay(5, ct);
    }
}
