using System.Diagnostics;
using System.Net;

namespace Hotline.Bench;

/// <param name="ProcessorShare">Of one processor, per call, while all calls stood.</param>
/// <param name="OwnLateness">Worst lateness of our own sending, milliseconds: gaps below it prove nothing about the peer.</param>
internal sealed record LoadResult(
    int Placed, int Answered, string Refusals, int EndedEarly, long Received, long Lost, long Gaps, double WorstGap, double Jitter, double ProcessorShare, double OwnLateness);

/// <summary>N calls at once, each with audio both ways for some seconds.</summary>
internal static class Load
{
    internal static async Task<LoadResult> RunAsync(IPEndPoint server, string number, int calls, int perSecond, TimeSpan talk, int process)
    {
        using var phone = new Phone(server, number);
        using var stop = new CancellationTokenSource();
        var placed = new List<PhoneCall>();
        var sending = SendAsync(placed, stop.Token);
        var answers = new List<Task<PhoneCall>>();
        for (var i = 0; i < calls; i++)
        {
            answers.Add(PlaceAsync(phone, placed, i));
            await Task.Delay(TimeSpan.FromSeconds(1.0 / perSecond));
        }
        var all = await Task.WhenAll(answers);

        var (busy, watch) = (ProcessorTime.Of(process), Stopwatch.StartNew());
        await Task.Delay(talk);
        var used = (ProcessorTime.Of(process) - busy) / watch.Elapsed;
        var answered = all.Where(call => call.Status is >= 200 and < 300).ToList();
        var result = new LoadResult(
            calls, answered.Count, Refusals(all), answered.Count(call => call.EndedByPeer), answered.Sum(call => call.Audio.Received), answered.Sum(call => call.Audio.Lost),
            answered.Sum(call => call.Audio.Gaps), Most(answered, call => call.Audio.WorstGap), Most(answered, call => call.Audio.Jitter),
            used / Math.Max(1, answered.Count), 0);
        await Task.WhenAll(answered.Select(call => call.HangUpAsync()));
        await stop.CancelAsync();
        result = result with { OwnLateness = await sending };
        foreach (var call in all) call.Dispose();
        return result;
    }

    private static async Task<PhoneCall> PlaceAsync(Phone phone, List<PhoneCall> placed, int caller)
    {
        var call = await phone.CallAsync(caller);
        lock (placed) placed.Add(call);
        return call;
    }

    private static async Task<double> SendAsync(List<PhoneCall> calls, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(RtpStream.FrameMilliseconds / 2));
        var (start, sent, worst) = (Stopwatch.GetTimestamp(), 0L, 0.0);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                worst = Math.Max(worst, elapsed - (sent * RtpStream.FrameMilliseconds));
                for (; (sent + 1) * RtpStream.FrameMilliseconds <= elapsed; sent++)
                    lock (calls)
                        foreach (var call in calls) call.Audio.SendFrame();
            }
        }
        catch (OperationCanceledException) { }
        return worst;
    }

    private static string Refusals(IEnumerable<PhoneCall> calls) => string.Join(
        ' ', calls.Where(call => call.Status >= 300).GroupBy(call => call.Status).OrderBy(group => group.Key).Select(group => $"{group.Key}x{group.Count()}"));

    private static double Most(List<PhoneCall> calls, Func<PhoneCall, double> of) => calls.Count == 0 ? 0 : calls.Max(of);
}
