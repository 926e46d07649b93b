using System.Net;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Phones;

/// <summary>市民话机: a phone of our own that calls a number, speaks, presses keys, listens. For the call command, the demo and tests.</summary>
public sealed class CitizenPhone : IAsyncDisposable
{
    private readonly Phone _phone;

    private CitizenPhone(Phone phone) => _phone = phone;

    internal IPEndPoint SipEndPoint => _phone.Sip.LocalEndPoint;

    /// <exception cref="InvalidOperationException">The SIP port is taken.</exception>
    public static async Task<CitizenPhone> StartAsync(PhoneOptions options, TimeProvider clock, ILoggerFactory logs, CancellationToken ct) =>
        new(await Phone.StartAsync(options, Busy, clock, logs, ct));

    /// <summary>Places a call.</summary>
    /// <param name="hotline">The hotline's SIP port.</param>
    /// <param name="called">被叫号码, e.g. 12345.</param>
    /// <param name="caller">主叫号码</param>
    /// <param name="steps">Told what happens, in order, on one thread of the pool at a time.</param>
    /// <exception cref="Media.PortsExhaustedException">No RTP port of the phone is free.</exception>
    public PhoneCall Call(IPEndPoint hotline, string called, string caller, Action<PhoneStep>? steps = null) =>
        new(_phone, SipUri.Of(called, hotline), SipUri.Of(caller, _phone.Sip.LocalEndPoint), steps);

    public ValueTask DisposeAsync() => _phone.DisposeAsync();

    private static Action<SipCallEvent> Busy(Phone phone, SipCall call)
    {
        call.Reject(486);
        return _ => { };
    }
}
