using Hotline.Telephony.Operations;
using Hotline.Telephony.Sip.Tracing;

namespace Hotline.Telephony.Calls;

/// <content>运维: what those who run the node see of it.</content>
public sealed partial class Switchboard
{
    /// <summary>排空: no new calls, live ones go on; false takes calls again.</summary>
    public bool IsDraining
    {
        get => _services.Sip.IsDraining;
        set => _services.Sip.IsDraining = value;
    }

    /// <summary>信令梯形图 of a call, oldest first; empty when its messages are no longer in memory.</summary>
    public IReadOnlyList<SipTraceLine> Ladder(CallId call) => _services.Sip.Trace.Of(call);

    /// <summary>This node at this moment.</summary>
    public NodeState State
    {
        get
        {
            var calls = Live;
            var oldest = calls.Where(c => c.State is CallState.Queued or CallState.Offered).Select(c => (DateTimeOffset?)c.ArrivedAt).Min();
            return new(
                _options.Node, IsDraining, Health, calls.Count, _options.MaxCalls, Waiting, oldest is { } since ? _clock.GetUtcNow() - since : TimeSpan.Zero,
                _services.Seats.All.Count, SipCounters, MediaCounters, _services.Engine.Ports.Usage, _services.Sip.Trunks, Recordings.FreeBytes)
            {
                MostFiles = FileLimit.Read(),
            };
        }
    }

    /// <summary>Of a live call; null when it is over.</summary>
    internal Task<IReadOnlyList<LegQuality>?> QualityAsync(CallId call) => AskAsync<IReadOnlyList<LegQuality>?>(call, c => c.Quality(), tooLate: null);
}
