using System.Net;
using System.Net.Sockets;
using System.Text;
using Hotline.Telephony.Phones;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Bench.Fuzz;

/// <param name="Shed">Answered 503.</param>
/// <param name="Unread">Dropped without an answer.</param>
internal sealed record FloodResult(int Sent, double PerSecond, int Admitted, int Shed, int Unread, int GoodCalls, int GoodAnswered, int GoodLost, string Errors)
{
    /// <summary>Every call of the others was answered and stood, and the flood did not get in.</summary>
    internal bool Holds => GoodCalls > 0 && GoodAnswered == GoodCalls && GoodLost == 0 && Shed + Unread > Sent / 2 && Errors.Length == 0;
}

/// <summary>One source (127.0.0.2) sends INVITEs as fast as asked; citizens from 127.0.0.1 call all the while.</summary>
internal static class Flood
{
    internal static async Task<FloodResult> RunAsync(int perSecond, TimeSpan time, int firstPort, CancellationToken ct)
    {
        await using var victim = await Victim.StartAsync(new(), firstPort);
        await using var phone = await CitizenPhone.StartAsync(new() { FirstRtpPort = firstPort + Victim.Ports, LastRtpPort = firstPort + Victim.Ports + 99 }, TimeProvider.System, NullLoggerFactory.Instance, ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var citizens = CitizensAsync(phone, victim.Address, stop.Token);
        using var source = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = 4 << 20 };
        source.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        var (sent, took, answers) = await SendAsync(source, victim.Address, perSecond, time, ct);
        await stop.CancelAsync();
        var (calls, answered, lost) = await citizens;
        var admitted = victim.Calls - answered;
        return new(sent, sent / took.TotalSeconds, admitted, answers, sent - admitted - answers, calls, answered, lost, victim.Errors.Seen);
    }

    private static async Task<(int Sent, TimeSpan Took, int Shed)> SendAsync(Socket source, IPEndPoint to, int perSecond, TimeSpan time, CancellationToken ct)
    {
        var (sent, shed, since, seeds) = (0, 0, TimeProvider.System.GetTimestamp(), new SipSeeds(new Random(1)));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        TimeSpan passed;
        while ((passed = TimeProvider.System.GetElapsedTime(since)) < time && await timer.WaitForNextTickAsync(ct))
        {
            for (; sent < passed.TotalSeconds * perSecond; sent++) await source.SendToAsync(seeds.Invite(), to, ct);
            shed += Drain(source);
        }

        await Task.Delay(500, ct);
        return (sent, passed, shed + Drain(source));
    }

    private static int Drain(Socket source)
    {
        var (shed, buffer) = (0, new byte[65536]);
        while (source.Available > 0)
        {
            var length = source.Receive(buffer, SocketFlags.None, out var error);
            if (error == SocketError.Success && buffer.AsSpan(0, length).StartsWith("SIP/2.0 503"u8)) shed++;
        }

        return shed;
    }

    private static async Task<(int Calls, int Answered, int Lost)> CitizensAsync(CitizenPhone phone, IPEndPoint to, CancellationToken stop)
    {
        var calls = new List<Task<(bool Answered, bool Lost)>>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            while (await timer.WaitForNextTickAsync(stop)) calls.Add(CallAsync(phone, to));
        }
        catch (OperationCanceledException)
        {
            // the flood is over
        }

        var all = await Task.WhenAll(calls);
        return (all.Length, all.Count(c => c.Answered), all.Count(c => c.Lost));
    }

    private static async Task<(bool Answered, bool Lost)> CallAsync(CitizenPhone phone, IPEndPoint to)
    {
        await using var call = phone.Call(to, "12345", "13800000001");
        try
        {
            await call.Answered;
            await Task.WhenAny(call.Ended, Task.Delay(TimeSpan.FromSeconds(1)));
            return (true, call.Ended.IsCompleted);
        }
        catch (CallRefusedException)
        {
            return (false, false);
        }
    }
}
