using System.Net;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Endpoints;

/// <summary>The port on our own SIP stack and media engine.</summary>
public sealed class OwnEndpoint : ISipEndpoint
{
    private readonly Phone _phone;

    private OwnEndpoint(Phone phone) => _phone = phone;

    public IPEndPoint LocalEndPoint => _phone.Sip.LocalEndPoint;

    /// <param name="arrived">Told of each call that rings, on the signalling loop: returns at once.</param>
    /// <exception cref="InvalidOperationException">The SIP port is taken; the message names it.</exception>
    public static async Task<ISipEndpoint> StartAsync(PhoneOptions options, Action<IEndpointCall> arrived, TimeProvider clock, ILoggerFactory logs, CancellationToken ct) =>
        new OwnEndpoint(await Phone.StartAsync(options, (phone, sip) => Receive(phone, sip, arrived), clock, logs, ct));

    public IEndpointCall Call(SipUri to, string from)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (to.Scheme is not ("sip" or "sips")) throw new ArgumentException($"'{to}' cannot be called: write it as sip:number@host:port.", nameof(to));
        var leg = _phone.Media.OpenRtpLeg();
        return new OwnCall(_phone.Media, leg, (offer, events) => _phone.Sip.Call(to, SipUri.Of(from, LocalEndPoint), offer, events))
        {
            CallerNumber = from, CalledNumber = to.User,
        };
    }

    public ValueTask DisposeAsync() => _phone.DisposeAsync();

    private static Action<SipCallEvent> Receive(Phone phone, SipCall sip, Action<IEndpointCall> arrived)
    {
        try
        {
            var call = new OwnCall(phone.Media, phone.Media.OpenRtpLeg(), sip) { CallerNumber = sip.CallerNumber, CalledNumber = sip.CalledNumber };
            sip.Ring();
            arrived(call);
            return call.Signalled;
        }
        catch (PortsExhaustedException)
        {
            sip.Reject(503, "5");
            return _ => { };
        }
    }
}
