namespace Hotline.Telephony.Rotas;

/// <summary>
/// Erlang's formulas (A. K. Erlang, 1917) for calls that come at random and wait without giving up: B the share turned away where nobody may wait,
/// C the share that must wait. Traffic is in erlangs: calls a second × seconds a call. Pure.
/// </summary>
public static class ErlangC
{
    private const int MostSeats = 10_000;

    /// <summary>Erlang B, by its recursion: exact to the last digits where factorials would overflow.</summary>
    public static double Blocks(double erlangs, int seats)
    {
        var blocked = 1.0;
        for (var n = 1; n <= seats; n++) blocked = erlangs * blocked / (n + (erlangs * blocked));
        return blocked;
    }

    /// <summary>The share of calls that must wait; all of them where there are too few seats for the traffic.</summary>
    public static double Waits(double erlangs, int seats)
    {
        if (erlangs <= 0) return 0;
        if (seats <= erlangs) return 1;
        var blocked = Blocks(erlangs, seats);
        return blocked / (1 - (erlangs / seats * (1 - blocked)));
    }

    /// <summary>时限接听率: the share answered within a time.</summary>
    /// <param name="handling">Of one call, wrap-up included.</param>
    public static double AnsweredWithin(double erlangs, int seats, TimeSpan handling, TimeSpan within) =>
        erlangs <= 0 ? 1 : seats <= erlangs ? 0 : 1 - (Waits(erlangs, seats) * Math.Exp(-(seats - erlangs) * (within / handling)));

    /// <summary>平均等待 over all calls; null where the queue would grow without end.</summary>
    public static TimeSpan? AverageWait(double erlangs, int seats, TimeSpan handling) =>
        erlangs <= 0 ? TimeSpan.Zero : seats <= erlangs ? null : Waits(erlangs, seats) / (seats - erlangs) * handling;

    /// <summary>所需坐席: the fewest that answer the share within the time.</summary>
    /// <param name="calls">That come in <paramref name="interval"/>.</param>
    /// <param name="share">Above 0, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No number of seats will do, or none that a city has.</exception>
    public static int Seats(double calls, TimeSpan interval, TimeSpan handling, double share, TimeSpan within)
    {
        if (share is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A share above 0 and below 1, such as 0.95.");
        if (handling <= TimeSpan.Zero || interval <= TimeSpan.Zero || calls < 0) throw new ArgumentOutOfRangeException(nameof(calls), calls, "Calls and times are not below zero.");
        var erlangs = calls * (handling / interval);
        if (erlangs <= 0) return 0;
        for (var seats = (int)erlangs + 1; seats <= MostSeats; seats++)
        {
            if (AnsweredWithin(erlangs, seats, handling, within) >= share) return seats;
        }

        throw new ArgumentOutOfRangeException(nameof(calls), calls, $"More than {MostSeats} seats would be needed.");
    }
}
