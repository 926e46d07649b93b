using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Calls;

/// <summary>Whom an agent wants on the line, or to hand the citizen to.</summary>
public abstract record Target
{
    private Target() { }

    /// <summary>Another agent (座席), who must be 示闲.</summary>
    public sealed record Agent(AgentId Id) : Target;

    /// <summary>Whoever is free first: of this queue (队列), or of the line's own, and with this skill (技能).</summary>
    public sealed record Queue(string? Name = null, string? Skill = null) : Target
    {
        internal string Title => Name ?? Skill ?? "队列";
    }

    /// <summary>Somebody of the address book (外线): a department, 110, 120, a partner line.</summary>
    public sealed record Outside(OutsideNumber Number) : Target
    {
        /// <summary>The agent's phone talks with them already, beside us: our call takes the place of that one (RFC 3891).</summary>
        internal Sip.Replaces? Replaces { get; init; }
    }
}

/// <summary>One entry of the address book (通讯录).</summary>
public sealed record OutsideNumber
{
    internal const string PoliceId = "110";

    /// <summary>Stable, as written in the settings: water-bureau.</summary>
    public required string Id { get; init; }

    /// <summary>As people see it: 市水务局.</summary>
    public required string Name { get; init; }

    /// <summary>sip:number@host:port</summary>
    public required string Address { get; init; }

    internal Party Party => Id == PoliceId ? Party.Police : Party.Outside;

    internal SipUri Uri => SipUri.Parse(Address);
}
