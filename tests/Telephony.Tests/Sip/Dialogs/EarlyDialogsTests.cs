using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip.Dialogs;

/// <summary>A call of ours that rings at several phones, and what reaches us of them before the answer.</summary>
public sealed class EarlyDialogsTests
{
    [Fact]
    public async Task Each_phones_early_description_is_told_and_the_200s_counts_where_it_differs()
    {
        var (call, invite) = await PeerCall.DialledAsync();
        await using var _ = call;
        await call.Peer.AnswerAsync(invite, 183, "t1", call.Contact, Offer(41000));
        await call.Peer.AnswerAsync(invite, 180, "t2", call.Contact);
        await call.Peer.AnswerAsync(invite, 180, "t1", call.Contact, Offer(42000));
        Assert.Equal([(183, 41000), (180, 0), (180, 42000)], [await ProgressAsync(call), await ProgressAsync(call), await ProgressAsync(call)]);

        await call.Peer.AnswerAsync(invite, 200, "t2", call.Contact, Offer(43000));

        Assert.Equal(43000, (await call.Call.NextAsync<SipCallEvent.Answered>()).Sdp.Audio!.Port);
        Assert.Equal("t2", (await call.RequestAsync("ACK")).To.Tag);
    }

    [Fact]
    public async Task A_200_without_description_has_that_of_its_own_phone()
    {
        var (call, invite) = await PeerCall.DialledAsync();
        await using var _ = call;
        await call.Peer.AnswerAsync(invite, 183, "t1", call.Contact, Offer(41000));
        await call.Peer.AnswerAsync(invite, 183, "t2", call.Contact, Offer(42000));
        await call.Peer.AnswerAsync(invite, 200, "t1", call.Contact);
        await ProgressAsync(call);
        await ProgressAsync(call);
        Assert.Equal(41000, (await call.Call.NextAsync<SipCallEvent.Answered>()).Sdp.Audio!.Port);
    }

    [Theory]
    [InlineData("t1", "", 200)]
    [InlineData("t1", Wire.Offer, 491)]
    [InlineData("t9", "", 481)]
    public async Task An_UPDATE_before_the_answer(string tag, string body, int status)
    {
        var (call, invite) = await PeerCall.DialledAsync();
        await using var _ = call;
        await call.Peer.AnswerAsync(invite, 180, "t1", call.Contact);
        await ProgressAsync(call);
        await call.Peer.SendAsync(Wire.Request("UPDATE", via: call.Peer.Via, callId: invite.CallId, fromTag: tag, toTag: call.Tag, body: body));
        Assert.Equal(status, (await call.Peer.FinalAsync("UPDATE")).Status);
    }

    [Fact]
    public async Task A_copy_of_the_200_gets_its_ACK_for_32_s()
    {
        var (call, invite) = await PeerCall.DialledAsync();
        await using var _ = call;
        await call.Peer.AnswerAsync(invite, 200, "t1", call.Contact, Wire.Offer);
        await call.RequestAsync("ACK");
        call.Clock.Advance(TimeSpan.FromSeconds(31));
        await call.Peer.AnswerAsync(invite, 200, "t1", call.Contact, Wire.Offer);
        Assert.Equal("t1", (await call.RequestAsync("ACK")).To.Tag);
        await call.Call.NextAsync<SipCallEvent.Answered>();
    }

    private static string Offer(int port) => Wire.Offer.Replace("40000", $"{port}", StringComparison.Ordinal);

    private static async Task<(int Status, int Port)> ProgressAsync(PeerCall call) =>
        await call.Call.NextAsync<SipCallEvent.Progress>() is var e ? (e.Status, e.Sdp?.Audio?.Port ?? 0) : default;
}
