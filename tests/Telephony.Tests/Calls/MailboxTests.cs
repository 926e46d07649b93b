using System.Collections.Concurrent;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Sip;

namespace Hotline.Telephony.Tests.Calls;

public sealed class MailboxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<string> _done = new();
    private readonly TaskCompletionSource _last = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Action Step(string what) => () => _done.Enqueue(what);

    [Fact]
    public async Task Nothing_is_done_before_the_start_and_the_first_step_comes_first()
    {
        var mailbox = new Mailbox(step => step());
        Assert.True(mailbox.Post(Step("posted early")));
        Assert.True(mailbox.Post(_last.SetResult));
        Assert.Empty(_done);
        mailbox.Start(Step("first"));
        await _last.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(["first", "posted early"], _done);
    }

    [Fact]
    public void In_a_turn_steps_are_done_by_its_thread_after_what_posted_them()
    {
        var mailbox = new Mailbox(step => step());
        var threads = new HashSet<int>();
        Turn.Run(() =>
        {
            mailbox.Start(Step("first"));
            mailbox.Post(() =>
            {
                threads.Add(Environment.CurrentManagedThreadId);
                mailbox.Post(Step("third"));
                _done.Enqueue("second");
            });
            _done.Enqueue("the message");
        });
        Assert.Equal(["the message", "first", "second", "third"], _done);
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public async Task Steps_of_many_threads_are_done_one_at_a_time_and_each_thread_s_in_its_order()
    {
        const int Threads = 8, Each = 2_000;
        var (inside, wrong, seen) = (0, 0, new int[Threads]);
        var left = Threads * Each;
        var mailbox = new Mailbox(step => step());
        mailbox.Start(() => { });
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                var number = i;
                mailbox.Post(() =>
                {
                    if (Interlocked.Increment(ref inside) != 1 || seen[thread]++ != number) wrong++;
                    if (Interlocked.Decrement(ref inside) == 0 && --left == 0) _last.SetResult();
                });
            }
        })));
        await _last.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(0, wrong);
    }

    [Fact]
    public async Task Once_closed_it_takes_nothing_and_drops_what_waits()
    {
        Mailbox mailbox = null!;
        mailbox = new(step => step());
        mailbox.Post(Step("never"));
        mailbox.Start(() =>
        {
            mailbox.Close();
            _last.SetResult();
        });
        await _last.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(mailbox.Post(Step("too late")));
        Assert.Empty(_done);
    }
}
