using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Hotline.Telephony.Sip;

namespace Hotline.Telephony.Tests.Sip.Transport;

public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-tls-");

    public void Dispose() => _folder.Delete(recursive: true);

    private SipTls Identity => SipTls.SelfSigned(_folder.FullName, TimeProvider.System, IPAddress.Loopback, IPAddress.IPv6Loopback);

    private SipTls Trusting => new() { Authorities = [Identity.Certificate!] };

    private SipStackOptions Server => new() { TlsPort = 0, Tls = Identity, Farewell = TimeSpan.Zero };

    [Theory]
    [InlineData("sip", ";transport=tls")]
    [InlineData("sips", "")]
    public async Task A_call_over_TLS_is_set_up_and_hung_up_on_one_connection(string scheme, string parameters)
    {
        await using var server = await TestStack.StartAsync(Server, onCall: TestStack.Answering);
        await using var client = await TestStack.StartAsync(new() { Tls = Trusting });

        var call = client.Dial(server.Stack.TlsEndPoint!, parameters, scheme: scheme);
        await call.NextAsync<SipCallEvent.Answered>();
        var seen = await server.CallAsync();
        await seen.NextAsync<SipCallEvent.Confirmed>();
        seen.Call.HangUp("done");
        Assert.Equal(CallEnd.Remote, (await call.NextAsync<SipCallEvent.Ended>()).Cause);
        Assert.Equal(0, server.Stack.Counters.Malformed);
    }

    [Fact]
    public async Task A_certificate_nobody_vouches_for_gets_no_call()
    {
        await using var server = await TestStack.StartAsync(Server, onCall: TestStack.Answering);
        await using var client = await TestStack.StartAsync();
        var ended = await client.Dial(server.Stack.TlsEndPoint!, ";transport=tls").NextAsync<SipCallEvent.Ended>();
        Assert.Equal((CallEnd.Failed, 503), (ended.Cause, ended.Status));
        Assert.Equal(0, server.Stack.Counters.Received);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Where_callers_must_show_a_certificate_only_one_that_is_vouched_for_gets_through(bool vouched)
    {
        var callers = SipTls.SelfSigned(Path.Combine(_folder.FullName, "caller"), TimeProvider.System, IPAddress.Loopback).Certificate!;
        await using var server = await TestStack.StartAsync(Server with { Tls = Identity with { AsksCallers = true, Authorities = [callers] } }, onCall: TestStack.Answering);
        await using var client = await TestStack.StartAsync(new() { Farewell = TimeSpan.Zero, Tls = Trusting with { Certificate = vouched ? callers : null } });
        var call = client.Dial(server.Stack.TlsEndPoint!, ";transport=tls");
        if (vouched) await call.NextAsync<SipCallEvent.Answered>();
        else Assert.Equal(503, (await call.NextAsync<SipCallEvent.Ended>()).Status);
        Assert.Equal(vouched, server.Stack.Counters.Received > 0);
    }

    [Fact]
    public async Task A_trial_may_trust_anybody()
    {
        await using var server = await TestStack.StartAsync(Server, onCall: TestStack.Answering);
        await using var client = await TestStack.StartAsync(new() { Tls = new() { TrustsAnybody = true } });
        await client.Dial(server.Stack.TlsEndPoint!, ";transport=tls").NextAsync<SipCallEvent.Answered>();
    }

    [Fact]
    public async Task Via_and_Contact_say_TLS_and_its_port_and_a_ping_is_answered()
    {
        await using var server = await TestStack.StartAsync(Server, onCall: TestStack.Answering);
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Stack.TlsEndPoint!, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(socket.GetStream(), false, (_, shown, _, _) => shown?.Subject == "CN=hotline");
        await tls.AuthenticateAsClientAsync("127.0.0.1");
        using var reader = new StreamReader(tls, Encoding.ASCII);

        await tls.WriteAsync("\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        await tls.WriteAsync(Wire.Bytes(Wire.Request(via: "SIP/2.0/TLS 127.0.0.1:5061;rport", body: Wire.Offer)), TestContext.Current.CancellationToken);
        var contact = "";
        while (contact.Length == 0)
        {
            var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            if (line!.StartsWith("Contact:", StringComparison.Ordinal)) contact = line;
        }

        Assert.Equal($"Contact: <sip:{server.Stack.TlsEndPoint};transport=tls>", contact);
    }

    [Fact]
    public void The_key_of_our_own_making_is_kept_and_only_we_may_read_it()
    {
        var first = Identity.Certificate!.Thumbprint;
        Assert.Equal(first, Identity.Certificate!.Thumbprint);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.FullName, "sip.key")));
    }

    [Fact]
    public void A_missing_certificate_is_named() =>
        Assert.Contains("nowhere.pem", Assert.Throws<InvalidOperationException>(() => SipTls.Load("nowhere.pem", "nowhere.key")).Message, StringComparison.Ordinal);
}
