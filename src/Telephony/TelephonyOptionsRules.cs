using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Microsoft.Extensions.Options;

namespace Hotline.Telephony;

/// <summary>Each failure names the setting and the fix.</summary>
internal sealed class TelephonyOptionsRules : IValidateOptions<TelephonyOptions>
{
    public ValidateOptionsResult Validate(string? name, TelephonyOptions options)
    {
        var wrong = Wrong(options).ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Wrong(TelephonyOptions o)
    {
        if (!IPAddress.TryParse(o.Address, out var address) || address.AddressFamily != AddressFamily.InterNetwork)
            yield return $"Telephony:Address is \"{o.Address}\": set it to an IPv4 address of this machine, for example 127.0.0.1.";
        if (o.SipPort is < 0 or > 65535)
            yield return $"Telephony:SipPort is {o.SipPort}: set it to a port from 1 to 65535, or 0 for any free one.";
        foreach (var wrong in SipSettings.Wrong(o)) yield return wrong;
        if (o.Tls is { ClientCertificates: true, Authorities: null })
            yield return "Telephony:Tls:ClientCertificates asks callers for certificates, and Telephony:Tls:Authorities names nobody who may sign them: set it to the PEM file of your own authority, or anybody with a certificate bought anywhere would be let in.";
        if (o.FirstRtpPort is < 1024 or > 65535 || o.LastRtpPort is < 1024 or > 65535 || o.LastRtpPort <= o.FirstRtpPort)
            yield return $"Telephony:FirstRtpPort to LastRtpPort is {o.FirstRtpPort} to {o.LastRtpPort}: set a range within 1024 to 65535, two ports a leg.";
        if (o.MaxCalls < 1)
            yield return $"Telephony:MaxCalls is {o.MaxCalls}: set it to 1 or more.";
        if (!SipUri.TryParse(o.PoliceAddress, out var police) || police.Scheme is not ("sip" or "sips") || police.Host.Length == 0)
            yield return $"Telephony:PoliceAddress is \"{o.PoliceAddress}\": write it as sip:110@host:port.";
        foreach (var entry in o.Directory.Where(e => !IsSip(e.Address)))
            yield return $"Telephony:Directory {entry.Id} has Address \"{entry.Address}\": write it as sip:number@host:port.";
        if (o.Directory.GroupBy(e => e.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } same)
            yield return $"Telephony:Directory has {same.Key} twice: keep one of them.";
        foreach (var (agent, phone) in o.AgentPhones.Where(p => !IsSip(p.Value)))
            yield return $"Telephony:AgentPhones {agent} is \"{phone}\": write it as sip:number@host:port.";
        foreach (var (setting, value) in new[] { (nameof(o.OutsideTimeout), o.OutsideTimeout), (nameof(o.OfferTimeout), o.OfferTimeout), (nameof(o.PoliceTimeout), o.PoliceTimeout), (nameof(o.SilenceTimeout), o.SilenceTimeout), (nameof(o.KeyPatience), o.KeyPatience),
            (nameof(o.DialTimeout), o.DialTimeout), (nameof(o.PoliceAgreementTime), o.PoliceAgreementTime), (nameof(o.CrisisHelperTime), o.CrisisHelperTime) })
        {
            if (value <= TimeSpan.Zero) yield return $"Telephony:{setting} is {value}: set a time above zero, for example 00:00:20.";
        }

        if (o.WrapUp < TimeSpan.Zero) yield return $"Telephony:WrapUp is {o.WrapUp}: set zero or more, for example 00:00:30.";
        if (o.Lines.Count == 0) yield return "Telephony:Lines is empty: name at least one number we answer, for example Telephony:Lines:0:Number=12345.";
        if (o.Lines.Any(l => string.IsNullOrWhiteSpace(l.Number))) yield return "Telephony:Lines has a line without Number: name the number it answers.";
        if (o.Served.GroupBy(l => l.Number, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return $"Telephony:Lines names {twice.Key} twice: keep one of them.";
        if (o.Lines.FirstOrDefault(l => l.RingFor < TimeSpan.Zero) is { } line)
            yield return $"Telephony:Lines {line.Number} has RingFor {line.RingFor}: set zero or more.";
        foreach (var problem in o.Lines.Select((l, i) => l.Wrong($"Telephony:Lines:{i}")).Append(o.OtherLines.Wrong("Telephony:OtherLines")).SelectMany(p => p)) yield return problem;
        if (o.OutboundGateway is { } gateway && !SipUri.TryParse($"sip:1@{gateway}", out _))
            yield return $"Telephony:OutboundGateway is \"{gateway}\": write it as host:port, for example 10.0.0.1:5060.";
        if (o.OutboundTrunk is { } trunk && !o.Trunks.Any(t => t.Name == trunk))
            yield return $"Telephony:OutboundTrunk is \"{trunk}\": name one of Telephony:Trunks.";
        if (o.OutboundPerHour < 1) yield return $"Telephony:OutboundPerHour is {o.OutboundPerHour}: set it to 1 or more.";
        if (o.PartnerEndpoint is { } partner && partner.Scheme is not ("http" or "https"))
            yield return $"Telephony:PartnerEndpoint is \"{partner}\": write it as http(s)://host/path.";
        foreach (var problem in Queues.QueueRules.Wrong(o).Concat(Callbacks.CallbackRules.Wrong(o.Callbacks)).Concat(Blocking.BlacklistRules.Wrong(o.Blacklist))) yield return problem;
        if (!Enum.IsDefined(o.Encryption)) yield return $"Telephony:Encryption is \"{o.Encryption}\": set one of {string.Join(", ", Enum.GetNames<Media.MediaEncryption>())}.";
        if (o.KeepRecordings < TimeSpan.Zero) yield return $"Telephony:KeepRecordings is {o.KeepRecordings}: set a time, for example 732.00:00:00 for two years, or zero to keep them.";
        foreach (var (setting, value, what) in new[]
        {
            (nameof(o.Recordings), o.Recordings, "a folder"), (nameof(o.Journal), o.Journal, "a file"), (nameof(o.RecordingKeyFile), o.RecordingKeyFile, "a file"), (nameof(o.PersonalKeyFile), o.PersonalKeyFile, "a file"), (nameof(o.Prompts), o.Prompts, "a folder"),
            (nameof(o.Outbox), o.Outbox, "a folder"), (nameof(o.Node), o.Node, "this node, for example hotline-1"), (nameof(o.AbuseWarning), o.AbuseWarning, "a prompt of the manifest"),
            (nameof(o.AbuseClosing), o.AbuseClosing, "a prompt of the manifest"),
        })
        {
            if (string.IsNullOrWhiteSpace(value)) yield return $"Telephony:{setting} is empty: name {what}.";
        }
    }

    private static bool IsSip(string address) => SipUri.TryParse(address, out var uri) && uri.Scheme is "sip" or "sips" && uri.Host.Length > 0;
}
