using Hotline.Telephony.Police;
using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Calls;

/// <content>随转信息: the packet goes before the voice, and its failure never holds the voice up.</content>
internal sealed partial class CallActor
{
    /// <summary>The INVITE waits this long for the packet at most: a partner that answers in time sees it before the phone rings.</summary>
    private static readonly TimeSpan NoticeLead = TimeSpan.FromMilliseconds(300);

    /// <summary>Then the packet is given up.</summary>
    private static readonly TimeSpan NoticePatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LastMinute = TimeSpan.FromSeconds(60);

    /// <summary>消防、急救、交警: told as 110 is.</summary>
    private static readonly string[] EmergencyLines = ["119", "120", "122"];

    private PoliceContext _policeContext = new();
    private PartnerPacket.Psychological? _psychological;

    /// <summary>Sends what belongs to this companion, then dials; at once where there is nothing to send.</summary>
    private void NoticeThenDial(Companion c, Action dial)
    {
        if (PacketFor(c) is not { } packet)
        {
            dial();
            return;
        }

        var dialled = false;
        var sending = SendAsync(packet);
        _ = Task.WhenAny(sending, Task.Delay(NoticeLead, _services.Clock)).ContinueWith(_ => Post(() =>
        {
            if (dialled || !_others.Contains(c)) return;
            dialled = true;
            dial();
        }), TaskScheduler.Default);
    }

    private PartnerPacket? PacketFor(Companion c)
    {
        if (c.Name == PsychologicalLine && _psychological is { } risk) return risk;
        var line = c.Party == Party.Police ? null : _services.Options.Directory.FirstOrDefault(n => n.Name == c.Name)?.Id;
        if ((c.Party != Party.Police && !EmergencyLines.Contains(line)) || _agent?.Agent is not { } agent) return null;
        var (now, context) = (_services.Now, _policeContext);
        var words = _paper.Words.Since(now - (_now.AnsweredAt ?? now) - LastMinute).Select(SpokenWords.Of);
        return new PartnerPacket.Police(_now.Id.ToString(), now, Citizen, context.Place, context.What, context.Dangers ?? [], [.. words], context.Ticket, agent)
        {
            Line = line,
        };
    }

    /// <summary>What the agent knows, for packets from now on.</summary>
    internal void Know(PoliceContext? known) => _policeContext = known ?? _policeContext;

    /// <summary>The citizen's number, whoever called whom.</summary>
    private string Citizen => _now.Direction == CallDirection.Inbound ? _now.Caller : _now.Called;

    private async Task SendAsync(PartnerPacket packet)
    {
        var (kind, way, begun) = (packet is PartnerPacket.Police ? "police" : "psychological", _services.PartnerNotice.Way, _services.Clock.GetTimestamp());
        var error = await TrySendAsync(packet);
        var took = _services.Clock.GetElapsedTime(begun);
        Post(() => Happen(new CallEvent.PacketSent(_now.Id, _services.Now, kind, way, error is null, took, error)));
    }

    /// <summary>Null when it arrived; otherwise the kind of failure, without data of the packet.</summary>
    private async Task<string?> TrySendAsync(PartnerPacket packet)
    {
        try
        {
            using var patience = new CancellationTokenSource(NoticePatience, _services.Clock);
            await _services.PartnerNotice.SendAsync(packet, patience.Token);
            return null;
        }
        catch (Exception e)
        {
            return PacketPost.KindOf(e);
        }
    }
}
