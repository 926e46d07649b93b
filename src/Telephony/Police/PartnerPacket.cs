using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Speech;

namespace Hotline.Telephony.Police;

/// <summary>What goes to a partner line before the voice (随转信息). The list is closed.</summary>
/// <param name="Correlation">The same text stands in the INVITE's User-to-User header (RFC 7433).</param>
/// <param name="At">UTC.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Police), "police")]
[JsonDerivedType(typeof(Psychological), "psychological")]
public abstract record PartnerPacket(string Correlation, DateTimeOffset At)
{
    /// <summary>As it goes over the wire.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CallJson.Options);

    /// <summary>To 110, or another emergency line (两线联动): who, where, what, how dangerous, and what was said last.</summary>
    /// <param name="Number">主叫号码; empty when withheld.</param>
    /// <param name="LastMinute">The last 60 s of the transcript, oldest first.</param>
    public sealed record Police(
        string Correlation, DateTimeOffset At, string Number, string? Place, string? What, IReadOnlyList<string> Dangers,
        IReadOnlyList<SpokenWords> LastMinute, string? Ticket, AgentId Agent) : PartnerPacket(Correlation, At)
    {
        /// <summary>Which emergency line is called (119, 120, 122); null is 110.</summary>
        public string? Line { get; init; }
    }

    /// <summary>To 12356 (心理援助): only what the citizen consented to.</summary>
    public sealed record Psychological(string Correlation, DateTimeOffset At, string? Name, RiskLevel Risk) : PartnerPacket(Correlation, At);
}

/// <summary>One utterance of the transcript.</summary>
public sealed record SpokenWords(Party Speaker, TimeSpan Start, string Text)
{
    internal static SpokenWords Of(TranscriptSegment segment) => new(segment.Speaker, segment.Start, segment.Text);
}

/// <summary>How great the agent holds the risk to be (风险等级).</summary>
public enum RiskLevel
{
    /// <summary>低</summary>
    Low,
    /// <summary>中</summary>
    Medium,
    /// <summary>高: crisis.</summary>
    High,
}

/// <summary>What the agent knows when 110 is called; each part may be missing.</summary>
public sealed record PoliceContext(string? Place = null, string? What = null, IReadOnlyList<string>? Dangers = null, string? Ticket = null);
