namespace Hotline.Telephony.Queues;

/// <summary>One waiting call as the order sees it.</summary>
/// <param name="Number">Order of arrival among those who came at the same moment.</param>
internal readonly record struct Waiter(bool First, int Priority, int Weight, DateTimeOffset Since, long Number, TimeSpan StarvedAfter);

/// <summary>
/// Who is served before whom (公平): who lost an agent, then who has waited beyond the bound of starvation, then the priority; within
/// it the oldest, a queue's weight counting its waiting time that many times. Time passes for everybody, so nobody waits for ever.
/// </summary>
internal sealed class WaitingOrder(DateTimeOffset now) : IComparer<Waiter>
{
    public int Compare(Waiter x, Waiter y)
    {
        if (x.First != y.First) return x.First ? -1 : 1;
        var (starvedX, starvedY) = (now - x.Since >= x.StarvedAfter, now - y.Since >= y.StarvedAfter);
        if (starvedX != starvedY) return starvedX ? -1 : 1;
        var byTime = starvedX ? x.Since.CompareTo(y.Since) : y.Priority.CompareTo(x.Priority);
        if (byTime == 0) byTime = Weighted(y).CompareTo(Weighted(x));
        return byTime != 0 ? byTime : x.Number.CompareTo(y.Number);
    }

    private double Weighted(Waiter one) => (now - one.Since).TotalSeconds * one.Weight;
}
