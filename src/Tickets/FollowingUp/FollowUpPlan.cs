using System.Buffers.Binary;
using Hotline.Tickets.City;

namespace Hotline.Tickets.FollowingUp;

/// <summary>回访计划: whether a closing is asked about by phone, why, and how pressing it is. Pure.</summary>
/// <param name="Sampled">Called; otherwise asked on the web only.</param>
/// <param name="Risk">The higher, the sooner.</param>
internal sealed record FollowUpPlan(bool Sampled, int Risk, IReadOnlyList<SampleGround> Grounds)
{
    private const int RiskOfEachRedo = 10;

    /// <param name="draw">Keyed hash of the closing, four bytes or more: nobody without the key foretells or chooses it, and with the key it can be proved.</param>
    internal static FollowUpPlan Of(Ticket ticket, ReadOnlySpan<byte> draw, CityRules rules)
    {
        var city = rules.Handling.FollowUp;
        if (ticket.Facts.Confidential && city.Confidential == ConfidentialFollowUp.WebOnly) return new(false, 0, []);

        List<SampleGround> grounds = [.. GroundsOf(ticket).Where(g => g == SampleGround.Confidential ? city.Confidential == ConfidentialFollowUp.Always : city.Always.Contains(g))];
        if (grounds.Count == 0 && IsDrawn(draw, city.Percent)) grounds.Add(SampleGround.Chance);
        return new(grounds.Count > 0, grounds.Sum(Weight) + (grounds.Contains(SampleGround.Redo) ? RiskOfEachRedo * ticket.Redos : 0), grounds);
    }

    private static IEnumerable<SampleGround> GroundsOf(Ticket ticket)
    {
        if (ticket.Redos > 0) yield return SampleGround.Redo;
        if (ticket.Facts.Urgency != Urgency.Normal) yield return SampleGround.Urgent;
        if (ticket.Supervisions.Count > 0 || ticket.Level > 0) yield return SampleGround.Supervised;
        if (ticket.Facts.Type is RequestType.Complaint or RequestType.Report) yield return SampleGround.ComplaintOrReport;
        if (ticket.Facts.Confidential) yield return SampleGround.Confidential;
    }

    private static int Weight(SampleGround ground) => ground switch
    {
        SampleGround.Redo => 40,
        SampleGround.Urgent => 30,
        SampleGround.Supervised => 25,
        SampleGround.ComplaintOrReport => 20,
        SampleGround.Confidential => 10,
        _ => 0,
    };

    private static bool IsDrawn(ReadOnlySpan<byte> draw, int percent) => BinaryPrimitives.ReadUInt32BigEndian(draw) % 10_000 < percent * 100;
}
