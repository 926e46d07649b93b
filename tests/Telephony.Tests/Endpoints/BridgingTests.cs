using Hotline.Telephony.Endpoints;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Tests.Media;

namespace Hotline.Telephony.Tests.Endpoints;

/// <summary>Two threads on the same two calls.</summary>
public sealed class BridgingTests
{
    [Fact]
    public async Task Of_two_who_bridge_the_same_calls_either_way_round_one_wins_and_the_other_is_told()
    {
        await using var studio = new Studio();
        for (var i = 0; i < 300; i++)
        {
            var (a, b) = (new TestCall(studio), new TestCall(studio));
            using var together = new Barrier(2);
            var ways = await Task.WhenAll(BridgesAsync(a, b, together), BridgesAsync(b, a, together));
            Assert.Equal(1, ways.Count(way => way));
            a.HangUp();
            b.HangUp();
            studio.Tick();
        }
    }

    private static Task<bool> BridgesAsync(TestCall first, TestCall second, Barrier together) => Task.Run(() =>
    {
        together.SignalAndWait(TestContext.Current.CancellationToken);
        try
        {
            first.Bridge(second);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    });

    /// <summary>The media half alone; nobody is at the other end.</summary>
    private sealed class TestCall : LegCall
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        internal TestCall(Studio studio) : base(studio.Engine, studio.Engine.OpenRtpLeg()) => (CallerNumber, CalledNumber) = ("1", "2");

        public override void Answer() { }

        public override void Reject(int status) { }

        public override void HangUp() => End(new(Hotline.Telephony.Sip.CallEnd.Local, 0));

        public override void Press(string digits) { }

        private protected override void Refer(SipUri target) { }
    }
}
