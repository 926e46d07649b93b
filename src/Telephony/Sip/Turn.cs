namespace Hotline.Telephony.Sip;

/// <summary>
/// 一轮: what a thread began it carries to its end, a message it received or a step of a call, and then whatever these left to be done.
/// Waking another thread for each would cost more than the work itself. Nothing in a turn runs inside another part of it, so
/// never under a lock that is held.
/// </summary>
internal sealed class Turn
{
    private const int Few = 8; // so much one thread may carry; where more comes at once, the pool helps

    [ThreadStatic] private static Turn? _mine;
    [ThreadStatic] private static bool _reads;

    private readonly Queue<Action> _left = new();
    private Action? _newest;
    private bool _open;

    /// <summary>Leaves the work to this thread's turn; false where it has none under way.</summary>
    /// <param name="work">Does all that has been asked for until it runs, so that the same delegate twice is as good as once.</param>
    internal static bool TryLeave(Action work)
    {
        if (_mine is not { _open: true } turn) return false;
        if (turn._left.Count == 0 || !ReferenceEquals(turn._newest, work)) turn._left.Enqueue(turn._newest = work); // once is enough: it takes all that waits
        return true;
    }

    /// <summary>As <see cref="TryLeave"/>, for work that may touch a disk: false also where this thread reads a socket, which must not stand still.</summary>
    internal static bool TryLeaveSlow(Action work) => !_reads && TryLeave(work);

    /// <summary>This thread reads a socket from now on.</summary>
    internal static void Reads() => _reads = true;

    /// <summary>What was left so far is for the pool: this thread has more urgent things to do.</summary>
    internal static void HandOver()
    {
        while (_mine!._left.TryDequeue(out var work)) ThreadPool.UnsafeQueueUserWorkItem(Run, work, preferLocal: false);
    }

    /// <param name="first">As all that it leaves it must not throw, and must not wait.</param>
    internal static void Run(Action first)
    {
        if (TryLeave(first)) return;
        (_mine ??= new()).Carry(first);
    }

    private void Carry(Action work)
    {
        _open = true;
        try
        {
            do
            {
                work();
                if (_left.Count > Few) HandOver();
            }
            while (_left.TryDequeue(out work!));
        }
        finally
        {
            _open = false;
            HandOver(); // nothing is left but where work threw
        }
    }
}
