using System.Net;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Phones;

/// <summary>Where a phone of ours lives.</summary>
public sealed record PhoneOptions
{
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>SIP port; 0 takes any free one.</summary>
    public int SipPort { get; init; }

    /// <summary>Range for RTP, apart from the hotline's own.</summary>
    public int FirstRtpPort { get; init; } = 18000;

    /// <inheritdoc cref="FirstRtpPort"/>
    public int LastRtpPort { get; init; } = 18999;

    /// <summary>Calls at once.</summary>
    public int MaxCalls { get; init; } = 100;
}

/// <summary>A SIP stack and a media engine of a phone's own, apart from the hotline's.</summary>
internal sealed class Phone : IAsyncDisposable
{
    private Phone(PhoneOptions options, TimeProvider clock, ILoggerFactory logs)
    {
        Clock = clock;
        Sip = new(
            new() { Address = options.Address, Port = options.SipPort, MaxCalls = options.MaxCalls, UserAgent = "Hotline phone" },
            clock, logs.CreateLogger<SipStack>());
        Media = new(
            new() { Address = options.Address.ToString(), FirstPort = options.FirstRtpPort, LastPort = options.LastRtpPort, RealTimePriority = 5 },
            clock, logs.CreateLogger<MediaEngine>());
    }

    internal TimeProvider Clock { get; }
    internal SipStack Sip { get; }
    internal MediaEngine Media { get; }

    internal static async Task<Phone> StartAsync(
        PhoneOptions options, Func<Phone, SipCall, Action<SipCallEvent>> incoming, TimeProvider clock, ILoggerFactory logs, CancellationToken ct)
    {
        var phone = new Phone(options, clock, logs);
        phone.Sip.IncomingCall = call => incoming(phone, call);
        phone.Media.Start();
        await phone.Sip.StartAsync(ct);
        return phone;
    }

    public async ValueTask DisposeAsync()
    {
        await Sip.DisposeAsync();
        await Media.DisposeAsync();
    }
}
