using Hotline.Telephony.Endpoints;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Tests.Endpoints;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Engines.SipSorcery.Tests;

/// <summary>The suite of the port against SIPSorcery.</summary>
public sealed class SipSorceryEndpointTests : SipEndpointContract
{
    private protected override Task<ISipEndpoint> StartAsync(PhoneOptions options, Action<IEndpointCall> arrived) =>
        SipSorceryEndpoint.StartAsync(options, arrived, TimeProvider.System, NullLoggerFactory.Instance, Ct);
}
