using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Sip.Dialogs;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transport;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Sip.Trunks;

/// <summary>The trunks: asks each address whether it is there, registers where that is wanted, and knows whose a call is. On the signalling loop.</summary>
internal sealed partial class TrunkDesk(UserAgent agent, IReadOnlyList<TrunkOptions> options, NameServers names, AddressFamily[] families, ILogger log)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);
    private const int LongestRegistration = 24 * 3600;

    private readonly List<Trunk> _trunks = [.. options.Select(o => new Trunk(o))];

    internal IReadOnlyList<TrunkStatus> Statuses => [.. _trunks.Select(t => t.Status)];

    /// <summary>Only who is known may call.</summary>
    internal bool HasSources => _trunks.Exists(t => t.HasSources);

    internal Trunk? Find(string name) => _trunks.Find(t => t.Options.Name == name);

    internal Trunk? Of(IPAddress source) => _trunks.Find(t => t.Owns(source));

    internal async Task StartAsync()
    {
        foreach (var trunk in _trunks)
        {
            await Task.WhenAll(trunk.Configured.Select(ResolveAsync));
            agent.Post(() => KeepAlive(trunk));
            if (trunk.Options.Registers) agent.Post(() => Register(trunk));
        }
    }

    /// <summary>The servers of a name, then their addresses (RFC 3263 section 4). A name server that is silent takes nothing away that was known before.</summary>
    private async Task ResolveAsync(TrunkAddress configured)
    {
        if (configured.ServiceName is { } service && await names.FindAsync(service) is { Count: > 0 } servers) configured.Serve(servers);
        await Task.WhenAll(configured.Ways.Select(FindAsync));
    }

    private async Task FindAsync(TrunkAddress address)
    {
        try
        {
            var found = IPAddress.TryParse(address.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(address.Host);
            if (found.FirstOrDefault(f => families.Contains(f.AddressFamily)) is { } at) agent.Post(() => address.At = new(at, address.Port));
        }
        catch (SocketException e)
        {
            Unresolved(log, address.Host, e.SocketErrorCode);
        }
        catch (ArgumentException)
        {
            Unresolved(log, address.Host, SocketError.HostNotFound); // no host name at all
        }
    }

    private void KeepAlive(Trunk trunk)
    {
        foreach (var configured in trunk.Configured) _ = ResolveAsync(configured); // a name may lead elsewhere today
        foreach (var address in trunk.Addresses)
        {
            if (address.At is { } at)
                agent.SendOptions(agent.Transport.To(at, address.Uri.Protocol(), address.Uri.Host), address.Uri, (status, _) => Saw(trunk, address, status));
        }

        agent.Wheel.Start(trunk.Options.KeepAlive, () => KeepAlive(trunk));
    }

    private void Saw(Trunk trunk, TrunkAddress address, int status)
    {
        if (address.Saw(status)) Changed(log, trunk.Options.Name, address.Uri.Text, address.IsUp ? "up" : "down", status);
    }

    private void Register(Trunk trunk)
    {
        trunk.Registered ??= false;
        if (trunk.InOrder().FirstOrDefault() is { } address) SendRegister(trunk, address, "");
        else agent.Wheel.Start(AskAgain, () => Register(trunk));
    }

    private void SendRegister(Trunk trunk, TrunkAddress address, string authorization)
    {
        var flow = agent.Transport.To(address.At!, address.Uri.Protocol(), address.Uri.Host);
        var branch = Identifiers.Branch();
        var us = address.Target(trunk.Options.User!);
        var contact = string.Create(CultureInfo.InvariantCulture, $"<sip:{Uri.EscapeDataString(trunk.Options.User!)}@{agent.Transport.Announced(flow)}{flow.Protocol.UriParameter()}>");
        var headers = string.Create(CultureInfo.InvariantCulture,
            $"{agent.ViaLine(flow, branch)}Max-Forwards: 70\r\nFrom: <{us}>;tag={Identifiers.Tag()}\r\nTo: <{us}>\r\nCall-ID: {trunk.RegistrationId}\r\nCSeq: {++trunk.RegistrationCSeq} REGISTER\r\nContact: {contact}\r\nExpires: {trunk.RegisterFor}\r\n{authorization}");
        agent.Send(flow, branch, "REGISTER", agent.Writer.Request("REGISTER", address.Uri.Text, headers), (status, response) =>
        {
            // One answer to a challenge; a second challenge means that the password is wrong
            if (status is 401 or 407 && authorization.Length == 0 && trunk.Credentials?.Answer(response!, "REGISTER", address.Uri.Text) is { } proof)
                SendRegister(trunk, address, proof);
            else if (status == 423 && Lengthens(trunk, response!)) SendRegister(trunk, address, "");
            else Registered(trunk, address, status, response);
        });
    }

    private void Registered(Trunk trunk, TrunkAddress address, int status, SipMessage? response)
    {
        var good = status is >= 200 and < 300;
        if (trunk.Registered != good || !good) Registration(log, trunk.Options.Name, good ? "registered" : "not registered", status);
        trunk.Registered = good;
        if (status is 408 or 503) Saw(trunk, address, status);
        var again = good ? TimeSpan.FromSeconds(Math.Max(10, Granted(trunk, response!) * 0.8)) : AskAgain;
        agent.Wheel.Start(again, () => Register(trunk));
    }

    /// <summary>The registrar wants fewer refreshes (RFC 3261 section 10.2.8).</summary>
    private static bool Lengthens(Trunk trunk, SipMessage refusal)
    {
        if (!int.TryParse(refusal.First(Header.MinExpires), NumberStyles.None, CultureInfo.InvariantCulture, out var least) || least <= trunk.RegisterFor || least > LongestRegistration)
            return false;
        trunk.RegisterFor = least;
        return true;
    }

    private static int Granted(Trunk trunk, SipMessage response)
    {
        var contact = response.First(Header.Contact) is { } c && NameAddress.TryParse(c, out var address) ? address.Parameter("expires") : null;
        return int.TryParse(contact ?? response.First(Header.Expires), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : trunk.RegisterFor;
    }

    [LoggerMessage(LogLevel.Warning, "Trunk {Trunk}: {Address} is {State} (status {Status})")]
    private static partial void Changed(ILogger log, string trunk, string address, string state, int status);

    [LoggerMessage(LogLevel.Warning, "Trunk {Trunk} is {State} (status {Status})")]
    private static partial void Registration(ILogger log, string trunk, string state, int status);

    [LoggerMessage(LogLevel.Warning, "The trunk address {Host} cannot be resolved: {Error}")]
    private static partial void Unresolved(ILogger log, string host, SocketError error);
}
