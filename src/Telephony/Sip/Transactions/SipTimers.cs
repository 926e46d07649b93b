namespace Hotline.Telephony.Sip.Transactions;

/// <summary>RFC 3261 section 17.1.1.1 and appendix A.</summary>
internal static class SipTimers
{
    /// <summary>Round-trip time estimate.</summary>
    internal static readonly TimeSpan T1 = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest interval between retransmissions.</summary>
    internal static readonly TimeSpan T2 = TimeSpan.FromSeconds(4);

    /// <summary>The longest a message stays in the network.</summary>
    internal static readonly TimeSpan T4 = TimeSpan.FromSeconds(5);

    /// <summary>64*T1: timers B, D, F, H, J, L and M.</summary>
    internal static readonly TimeSpan GiveUp = 64 * T1;

    internal static TimeSpan Doubled(TimeSpan interval) => interval * 2 < T2 ? interval * 2 : T2;
}
