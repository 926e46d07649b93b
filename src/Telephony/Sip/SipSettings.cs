using System.Net;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Sip;

/// <summary>The part of <see cref="TelephonyOptions"/> that the SIP stack needs.</summary>
internal static partial class SipSettings
{
    internal static SipStackOptions Of(TelephonyOptions o, TimeProvider clock, ILogger log)
    {
        var address = IPAddress.Parse(o.Address);
        if (o.Tls.IsSelfSigned) OwnCertificate(log, o.Tls.Folder);
        return new()
        {
            Address = address, Port = o.SipPort, MaxCalls = o.MaxCalls, MaxInvitesPerSecondPerSource = o.MaxInvitesPerSecondPerSource,
            MoreAddresses = o.MoreSipAddress is { } more ? [new(IPAddress.Parse(more))] : [],
            TlsPort = o.Tls.Port, Tls = o.Tls.Load(clock, address), Phones = o.Phones, Trunks = o.Trunks,
        };
    }

    internal static IEnumerable<string> Wrong(TelephonyOptions o)
    {
        if (o.MoreSipAddress is { } more && !IPAddress.TryParse(more, out _))
            yield return $"Telephony:MoreSipAddress is \"{more}\": set it to an address of this machine, for example ::1, or leave it out.";
        if (o.Tls.Port is < 0 or > 65535)
            yield return $"Telephony:Tls:Port is {o.Tls.Port}: set it to a port from 1 to 65535, or leave it out for no TLS.";
        if (o.MaxInvitesPerSecondPerSource < 0)
            yield return $"Telephony:MaxInvitesPerSecondPerSource is {o.MaxInvitesPerSecondPerSource}: set a number above zero, or 0 for no limit.";
        foreach (var wrong in Trunks.TrunkRules.Wrong(o.Trunks)) yield return wrong;
        foreach (var phone in o.Phones.Accounts)
        {
            if (string.IsNullOrWhiteSpace(phone.Agent)) yield return "Telephony:Phones:Accounts has an account without Agent: name the agent's work number.";
            else if (string.IsNullOrEmpty(phone.Password) && string.IsNullOrEmpty(phone.Ha1) && string.IsNullOrEmpty(phone.Ha1Sha256))
                yield return $"Telephony:Phones:Accounts {phone.Agent} has neither Password nor Ha1: set one, so that its phone can register.";
        }

        if (o.Phones.Accounts.GroupBy(a => a.SipUser, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return $"Telephony:Phones:Accounts names the user {twice.Key} twice: keep one of them.";
        if (o.Phones.ShortestRegistration <= TimeSpan.Zero || o.Phones.LongestRegistration < o.Phones.ShortestRegistration)
            yield return "Telephony:Phones:ShortestRegistration must be above zero and not above LongestRegistration, for example 00:01:00 and 01:00:00.";
    }

    [LoggerMessage(LogLevel.Warning, "SIP over TLS uses a certificate of our own making ({Folder}); set Telephony:Tls:Certificate and Key for anything but a trial.")]
    private static partial void OwnCertificate(ILogger log, string folder);
}
