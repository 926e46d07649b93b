using Hotline.Telephony.Endpoints;
using Hotline.Telephony.Phones;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Endpoints;

/// <summary>The suite of the port against our own stack.</summary>
public sealed class OwnEndpointTests : SipEndpointContract
{
    private protected override Task<ISipEndpoint> StartAsync(PhoneOptions options, Action<IEndpointCall> arrived) =>
        OwnEndpoint.StartAsync(options, arrived, TimeProvider.System, NullLoggerFactory.Instance, Ct);
}
