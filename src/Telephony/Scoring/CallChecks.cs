using Hotline.Telephony.Calls;
using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Scoring;

/// <summary>自动预检的项目</summary>
public enum CheckKind
{
    /// <summary>问候: the agent's first words.</summary>
    Greeting,
    /// <summary>复述: the matter is read back.</summary>
    ReadBack,
    /// <summary>静默占比: at most two fifths of the talk.</summary>
    Silence,
    /// <summary>抢话: both at once, at most a tenth of the talk.</summary>
    OverTalk,
    /// <summary>危险处置: who spoke of a danger was put through to 110, or it was found to be none.</summary>
    Danger,
    /// <summary>登记工单</summary>
    Ticket,
}

/// <summary>One automatic check of a call, which a person can follow.</summary>
/// <param name="Passed">Null where there is nothing to judge: no transcript, no danger.</param>
/// <param name="Share">Measured, 0 to 1; null where nothing is measured.</param>
/// <param name="From">Seconds from the answer where its evidence begins; null where there is none.</param>
public sealed record CallCheck(CheckKind Kind, bool? Passed, double? Share = null, double? From = null);

/// <summary>What the other rooms know of a call.</summary>
/// <param name="SpokeOfDanger">The citizen used words of danger that were not denied.</param>
/// <param name="FalseAlarm">The agent said that they were none.</param>
public sealed record CallSurroundings(bool HasTicket, bool SpokeOfDanger, bool FalseAlarm);

/// <summary>自动预检: simple rules over the words and times of a call, no model behind them. Pure.</summary>
public static class CallChecks
{
    private const double MostSilence = 0.4;
    private const double MostOverTalk = 0.1;
    private static readonly TimeSpan GreetsWithin = TimeSpan.FromSeconds(10);
    private static readonly string[] Greetings = ["您好", "你好", "12345"];
    private static readonly string[] ReadBacks = ["核对", "复述", "对吗", "您反映的是", "单号", "登记"];

    public static IReadOnlyList<CallCheck> Of(CallRecord call, IReadOnlyList<TranscriptSegment> said, CallSurroundings around)
    {
        var agent = said.Where(s => s.Speaker == Party.Agent).ToList();
        var (begin, end) = Talk(call);
        return
        [
            Greeting(agent, begin), Words(agent), SilenceOf(said, begin, end), OverTalkOf(said, begin, end),
            new(CheckKind.Danger, around.SpokeOfDanger ? around.FalseAlarm || call.Police != PoliceState.None : null), new(CheckKind.Ticket, around.HasTicket),
        ];
    }

    /// <summary>抽检风险: failed checks, a danger most of all; whoever scores begins with the highest.</summary>
    public static int Risk(IReadOnlyList<CallCheck> checks) => checks.Where(c => c.Passed == false).Sum(c => c.Kind switch
    {
        CheckKind.Danger => 50,
        CheckKind.Ticket => 20,
        CheckKind.ReadBack => 15,
        CheckKind.OverTalk => 10,
        _ => 5,
    });

    private static (TimeSpan Begin, TimeSpan End) Talk(CallRecord call)
    {
        var answered = call.AnsweredAt ?? call.ArrivedAt;
        return ((call.TalkingSince ?? answered) - answered, (call.EndedAt ?? answered) - answered);
    }

    private static CallCheck Greeting(List<TranscriptSegment> agent, TimeSpan begin)
    {
        if (agent.Count == 0) return new(CheckKind.Greeting, null);
        var first = agent.Where(s => s.Start <= begin + GreetsWithin).FirstOrDefault(s => Greetings.Any(w => s.Text.Contains(w, StringComparison.Ordinal)));
        return new(CheckKind.Greeting, first is not null, From: (first ?? agent[0]).Start.TotalSeconds);
    }

    private static CallCheck Words(List<TranscriptSegment> agent)
    {
        if (agent.Count == 0) return new(CheckKind.ReadBack, null);
        var read = agent.FirstOrDefault(s => ReadBacks.Any(w => s.Text.Contains(w, StringComparison.Ordinal)));
        return new(CheckKind.ReadBack, read is not null, From: read?.Start.TotalSeconds);
    }

    private static CallCheck SilenceOf(IReadOnlyList<TranscriptSegment> said, TimeSpan begin, TimeSpan end)
    {
        if (said.Count == 0 || end <= begin) return new(CheckKind.Silence, null);
        var (spoken, reached, longest, at) = (TimeSpan.Zero, begin, TimeSpan.Zero, begin);
        foreach (var s in said.Where(s => s.End > begin).OrderBy(s => s.Start))
        {
            if (s.Start - reached > longest) (longest, at) = (s.Start - reached, reached);
            if (s.End > reached) spoken += s.End - (s.Start > reached ? s.Start : reached);
            if (s.End > reached) reached = s.End;
        }

        var share = Math.Clamp(1 - (spoken / (end - begin)), 0, 1);
        return new(CheckKind.Silence, share <= MostSilence, share, at.TotalSeconds);
    }

    private static CallCheck OverTalkOf(IReadOnlyList<TranscriptSegment> said, TimeSpan begin, TimeSpan end)
    {
        if (said.Count == 0 || end <= begin) return new(CheckKind.OverTalk, null);
        var both = from a in said where a.Speaker == Party.Agent
                   from c in said where c.Speaker == Party.Citizen
                   let start = a.Start > c.Start ? a.Start : c.Start
                   let length = (a.End < c.End ? a.End : c.End) - start
                   where length > TimeSpan.Zero
                   orderby length descending
                   select (From: start, Length: length);
        var overlaps = both.ToList();
        var share = overlaps.Sum(o => o.Length.TotalSeconds) / (end - begin).TotalSeconds;
        return new(CheckKind.OverTalk, share <= MostOverTalk, share, overlaps.Count > 0 ? overlaps[0].From.TotalSeconds : null);
    }
}
