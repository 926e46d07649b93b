using System.Net;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Trunks;

/// <summary>One way into a trunk, as it is now. On the signalling loop.</summary>
internal sealed class TrunkAddress(TrunkOptions.Address options)
{
    internal SipUri Uri { get; } = SipUri.Parse(options.Uri);

    internal int Priority => options.Priority;

    internal int Weight => Math.Max(1, options.Weight);

    /// <summary>Null until its name is resolved.</summary>
    internal IPEndPoint? At { get; set; }

    /// <summary>It counts as up until it shows otherwise.</summary>
    internal bool IsUp { get; private set; } = true;

    internal int LastStatus { get; private set; }

    /// <summary>Any answer but 503 shows that somebody is there; 408 stands for silence.</summary>
    internal bool Saw(int status)
    {
        var was = IsUp;
        (LastStatus, IsUp) = (status, status is not (408 or 503));
        return was != IsUp;
    }

    /// <summary>The same number at this address.</summary>
    internal SipUri Target(string number)
    {
        var host = Uri.Host.Contains(':', StringComparison.Ordinal) ? $"[{Uri.Host}]" : Uri.Host;
        var port = Uri.Port == 0 ? "" : FormattableString.Invariant($":{Uri.Port}");
        var transport = Uri.Scheme == "sips" ? "" : Uri.Protocol().UriParameter();
        return SipUri.Parse($"{Uri.Scheme}:{System.Uri.EscapeDataString(number)}@{host}{port}{transport}");
    }

    internal TrunkAddressStatus Status => new(Uri.Text, IsUp, LastStatus);
}
