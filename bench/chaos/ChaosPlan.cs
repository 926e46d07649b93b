namespace Hotline.Bench.Chaos;

/// <summary>How much goes wrong, and how often. The same seed makes the same choices; the moments still differ.</summary>
internal sealed record ChaosPlan
{
    internal int Calls { get; init; } = 10_000;

    internal int PerSecond { get; init; } = 100;

    /// <summary>Every fourth has a SIP phone, the others a browser.</summary>
    internal int Agents { get; init; } = 36;

    internal int Seed { get; init; } = 12345;

    /// <summary>Share of datagrams, SIP and RTP, that never arrive.</summary>
    internal double Loss { get; init; } = 0.05;

    /// <summary>Share that arrives after later ones.</summary>
    internal double Late { get; init; } = 0.05;

    /// <summary>Share that arrives twice.</summary>
    internal double Twice { get; init; } = 0.02;

    /// <summary>RTP ports, five digits each: two thirds are the hotline's, the rest the phones'.</summary>
    internal int FirstPort { get; init; } = 20_000;

    /// <inheritdoc cref="FirstPort"/>
    internal int Ports { get; init; } = 12_000;

    /// <summary>Also waits until the last transaction has left the tables (64*T1 = 32 s).</summary>
    internal bool WaitsForTransactions { get; init; } = true;

    internal TimeSpan OfferTimeout { get; init; } = TimeSpan.FromSeconds(2);

    internal TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
