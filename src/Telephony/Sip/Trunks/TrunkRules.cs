using System.Net;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Sip.Trunks;

/// <summary>What may stand in the settings of trunks.</summary>
internal static class TrunkRules
{
    /// <summary>An address or a prefix; null where it is neither.</summary>
    internal static IPNetwork? Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network)) return network;
        return IPAddress.TryParse(text, out var one) ? new IPNetwork(one, one.GetAddressBytes().Length * 8) : null;
    }

    internal static IEnumerable<string> Wrong(IReadOnlyList<TrunkOptions> trunks)
    {
        if (trunks.GroupBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return $"Telephony:Trunks names {twice.Key} twice: keep one of them.";
        foreach (var trunk in trunks)
        {
            if (string.IsNullOrWhiteSpace(trunk.Name)) yield return "Telephony:Trunks has a trunk without Name: name it.";
            if (trunk.Addresses.FirstOrDefault(a => !SipUri.TryParse(a.Uri, out var uri) || uri.Scheme is not ("sip" or "sips")) is { } bad)
                yield return $"Telephony:Trunks {trunk.Name} has the address \"{bad.Uri}\": write it as sip:host:port.";
            if (trunk.Sources.FirstOrDefault(s => Network(s) is null) is { } source)
                yield return $"Telephony:Trunks {trunk.Name} has the source \"{source}\": write an address or a prefix, for example 192.0.2.0/24.";
            if (trunk.Codecs.Any(codec => !Enum.IsDefined(codec)) || trunk.Codecs.Distinct().Count() < trunk.Codecs.Count)
                yield return $"Telephony:Trunks {trunk.Name} has the Codecs {string.Join(", ", trunk.Codecs)}: name each of Pcma, Pcmu, G722 once at most.";
            if (trunk.Registers && (trunk.User is null || trunk.Password is null || trunk.Addresses.Count == 0))
                yield return $"Telephony:Trunks {trunk.Name} registers without User, Password or Addresses: set them.";
            if (trunk.KeepAlive <= TimeSpan.Zero)
                yield return $"Telephony:Trunks {trunk.Name} has KeepAlive {trunk.KeepAlive}: set a time above zero, for example 00:00:30.";
        }
    }
}
