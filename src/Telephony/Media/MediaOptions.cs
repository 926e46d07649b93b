namespace Hotline.Telephony.Media;

/// <summary>Settings of the media engine.</summary>
public sealed record MediaOptions
{
    /// <summary>The address that RTP sockets bind to and that offers announce, mostly IPv4.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The IPv6 address for peers who have only that; empty where there is none.</summary>
    public string Address6 { get; init; } = "";

    /// <summary>First port of our pool; even ports carry RTP, the odd one above RTCP (RFC 3550 section 11).</summary>
    public int FirstPort { get; init; } = 10000;

    /// <summary>Last port of our pool.</summary>
    public int LastPort { get; init; } = 17999;

    /// <summary>Whether legs encrypt their audio (SRTP) where nobody says otherwise.</summary>
    public MediaEncryption Encryption { get; init; }

    /// <summary>How long a closed leg's ports rest, so that late packets of one call never reach the next.</summary>
    public TimeSpan PortQuarantine { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After <see cref="RtpLeg.Connect"/> the first valid packet from anywhere fixes the peer's address for this long (RFC 4961); later only the announced host may.</summary>
    public TimeSpan LatchWindow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connected leg that hears nothing for this long, and is not held, raises <see cref="MediaLegEvent.Silent"/>.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>SCHED_FIFO priority of the media thread where the system allows it (LimitRTPRIO or CAP_SYS_NICE); 0 does not ask.</summary>
    public int RealTimePriority { get; init; } = 10;
}
