using System.Threading.Channels;
using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Queues;

public sealed class AgentSeatsTests : IDisposable
{
    private static readonly AgentId Zhang = new("1001");
    private readonly SetClock _clock = new();
    private readonly AgentSeats _seats;

    public AgentSeatsTests() => _seats = new(TimeSpan.FromSeconds(30), _clock);

    [Fact]
    public async Task Subscribers_hear_every_change_in_order_and_a_failing_one_harms_nobody()
    {
        var heard = Channel.CreateUnbounded<SeatState>();
        using var bad = _seats.Subscribe(_ => throw new InvalidOperationException("on purpose"));
        using var good = _seats.Subscribe(s => heard.Writer.TryWrite(s.State));

        _seats.SignIn(Zhang, "张");
        _seats.Ready(Zhang);
        _seats.NotReady(Zhang, "小休");
        _seats.SignOut(Zhang);

        foreach (var expected in new[] { SeatState.NotReady, SeatState.Ready, SeatState.NotReady, SeatState.Offline })
        {
            Assert.Equal(expected, await heard.Reader.ReadAsync(TestContext.Current.CancellationToken));
        }

        Assert.Empty(_seats.All);
    }

    [Fact]
    public void After_a_call_the_agent_has_the_wrap_up_and_is_then_ready()
    {
        var call = CallId.New();
        _seats.SignIn(Zhang, "张");
        _seats.Ready(Zhang);
        _seats.Offer(Zhang, call, _clock.GetUtcNow().AddSeconds(20));
        _seats.Answer(Zhang, call);
        _seats.Finish(Zhang, call);
        Assert.Equal((SeatState.WrapUp, _clock.GetUtcNow().AddSeconds(30)), (_seats.Find(Zhang)!.State, _seats.Find(Zhang)!.Until!.Value));

        _clock.Advance(30);
        _seats.Sweep();
        Assert.Equal(SeatState.Ready, _seats.Find(Zhang)!.State);
    }

    [Fact]
    public void A_refusal_says_what_to_do()
    {
        Assert.Contains("sign in first", Assert.Throws<InvalidOperationException>(() => _seats.Ready(Zhang)).Message, StringComparison.Ordinal);

        _seats.SignIn(Zhang, "张");
        _seats.Ready(Zhang);
        _seats.Offer(Zhang, CallId.New(), _clock.GetUtcNow());
        Assert.Contains("answer, decline", Assert.Throws<InvalidOperationException>(() => _seats.SignOut(Zhang)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _seats.Dispose();
}
