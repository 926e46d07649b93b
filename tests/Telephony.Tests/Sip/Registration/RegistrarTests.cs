using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Authentication;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip.Registration;

public sealed class RegistrarTests : IAsyncLifetime
{
    private static readonly AgentId Agent = new("1001");

    private readonly FakeClock _clock = new();
    private TestStack _stack = null!;
    private RawPeer _phone = null!;
    private int _cseq;

    public async ValueTask InitializeAsync()
    {
        _stack = await TestStack.StartAsync(
            new() { Farewell = TimeSpan.Zero, Phones = new() { Accounts = [new() { Agent = "1001", Password = "secret" }, new() { Agent = "1002", Password = "other" }] } },
            _clock, TestStack.Answering);
        _phone = new(_stack.Stack.LocalEndPoint);
    }

    public async ValueTask DisposeAsync()
    {
        _phone.Dispose();
        await _stack.DisposeAsync();
    }

    [Fact]
    public async Task A_phone_is_asked_for_its_password_and_then_found_by_its_agent()
    {
        Assert.Null(_stack.Stack.Registrar.Find(Agent));
        var answer = await RegisterAsync("Contact: <sip:1001@10.9.9.9:5060>;expires=300\n");
        Assert.Equal(200, answer.Status);
        Assert.Equal("<sip:1001@10.9.9.9:5060>;expires=300", answer.First(Header.Contact));
        var phone = _stack.Stack.Registrar.Find(Agent)!;
        Assert.Equal(_phone.Port, phone.Source.Port);
        Assert.Equal("sip:1001@10.9.9.9:5060", phone.Contact.Text);
    }

    [Theory]
    [InlineData("guess", 403)]
    [InlineData("secret", 200)]
    public async Task Only_the_right_password_registers(string password, int status)
    {
        Assert.Equal(status, (await RegisterAsync("Contact: <sip:1001@10.9.9.9>\n", password: password)).Status);
        Assert.Equal(status == 200, _stack.Stack.Registrar.Find(Agent) is not null);
    }

    [Fact]
    public async Task One_agents_password_does_not_register_another() =>
        Assert.Equal(403, (await RegisterAsync("Contact: <sip:1002@10.9.9.9>\n", user: "1001", to: "1002")).Status);

    [Fact]
    public async Task Too_short_is_423_too_long_is_cut_and_expired_is_gone()
    {
        var brief = await RegisterAsync("Contact: <sip:1001@10.9.9.9>;expires=10\n");
        Assert.Equal((423, "60"), (brief.Status, brief.First(Header.MinExpires)));
        var longest = await RegisterAsync("Contact: <sip:1001@10.9.9.9>\nExpires: 99999\n");
        Assert.EndsWith(";expires=3600", longest.First(Header.Contact), StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(_stack.Stack.Registrar.Find(Agent));
    }

    [Theory]
    [InlineData("Contact: *\nExpires: 0\n", 200)]
    [InlineData("Contact: <sip:1001@10.9.9.9>;expires=0\n", 200)]
    [InlineData("Contact: *\nExpires: 60\n", 400)]
    [InlineData("Contact: *\nContact: <sip:1001@10.9.9.9>\nExpires: 0\n", 400)]
    public async Task A_phone_that_leaves_is_gone(string contact, int status)
    {
        await RegisterAsync("Contact: <sip:1001@10.9.9.9>\n");
        Assert.Equal(status, (await RegisterAsync(contact)).Status);
        Assert.Equal(status != 200, _stack.Stack.Registrar.Find(Agent) is not null);
    }

    [Fact]
    public async Task A_registered_phone_rings_where_it_registered_from_and_gets_its_BYE_there()
    {
        await RegisterAsync("Contact: <sip:1001@10.9.9.9:5060>\n");
        var test = new TestCall();
        test.Call = _stack.Stack.Ring(_stack.Stack.Registrar.Find(Agent)!, SipUri.Parse("sip:13800000000@127.0.0.1"), Telephony.Sip.Sdp.OfferAnswer.Offer(TestStack.Media), test.Sink);
        var invite = await _phone.ReceiveAsync(m => m.Method == "INVITE");
        Assert.Equal("sip:1001@10.9.9.9:5060", invite.RequestUri);
        await _phone.AnswerAsync(invite, toTag: "p1", extra: "Contact: <sip:1001@127.0.0.1:9>\n", body: Wire.Offer);
        await test.NextAsync<SipCallEvent.Answered>();
        test.Call.HangUp("done");
        Assert.Equal("sip:1001@127.0.0.1:9", (await _phone.ReceiveAsync(m => m.Method == "BYE")).RequestUri);
    }

    [Fact]
    public async Task A_connection_that_ends_takes_its_registration_with_it()
    {
        var ct = TestContext.Current.CancellationToken;
        using (var tcp = new TcpClient())
        {
            await tcp.ConnectAsync(_stack.Stack.LocalEndPoint, ct);
            var challenged = await ExchangeAsync(tcp, Register("Contact: <sip:1001@10.9.9.9;transport=tcp>\n", via: "SIP/2.0/TCP 10.9.9.9:5060;rport"));
            var credentials = new DigestClient("1001", "secret").Answer(challenged, "REGISTER", "sip:127.0.0.1");
            Assert.Equal(200, (await ExchangeAsync(tcp, Register($"Contact: <sip:1001@10.9.9.9;transport=tcp>\n{credentials}", via: "SIP/2.0/TCP 10.9.9.9:5060;rport"))).Status);
            Assert.Equal(Telephony.Sip.Transport.SipProtocol.Tcp, _stack.Stack.Registrar.Find(Agent)!.Protocol);
        }

        while (_stack.Stack.Registrar.Find(Agent) is not null) await Task.Delay(5, ct);
    }

    [Fact]
    public async Task A_call_in_an_agents_name_must_prove_it_and_is_known_as_the_agents()
    {
        await _phone.SendAsync(Invite("z9hG4bKi1", ""));
        var challenge = await _phone.FinalAsync();
        Assert.Equal(401, challenge.Status);
        await _phone.SendAsync(Invite("z9hG4bKi2", new DigestClient("1001", "secret").Answer(challenge, "INVITE", "sip:12345@127.0.0.1")!, cseq: 2));
        Assert.Equal(Agent, (await _stack.CallAsync()).Call.Agent);
    }

    private static string Invite(string branch, string extra, int cseq = 1) =>
        Wire.Request(branch: branch, cseq: cseq, body: Wire.Offer, extra: extra).Replace("From: <sip:13800000000@", "From: <sip:1001@", StringComparison.Ordinal);

    private async Task<SipMessage> RegisterAsync(string contact, string password = "secret", string user = "1001", string? to = null)
    {
        await _phone.SendAsync(Register(contact, to: to ?? user));
        var challenge = await _phone.FinalAsync("REGISTER");
        Assert.Equal(401, challenge.Status);
        var credentials = new DigestClient(user, password).Answer(challenge, "REGISTER", "sip:127.0.0.1");
        await _phone.SendAsync(Register(contact + credentials, to: to ?? user));
        return await _phone.FinalAsync("REGISTER");
    }

    private string Register(string extra, string to = "1001", string? via = null)
    {
        _cseq++;
        return $"REGISTER sip:127.0.0.1 SIP/2.0\nVia: {via ?? _phone.Via};branch=z9hG4bKr{_cseq}\nMax-Forwards: 70\nFrom: <sip:{to}@127.0.0.1>;tag=r\nTo: <sip:{to}@127.0.0.1>\n"
            + $"Call-ID: reg\nCSeq: {_cseq} REGISTER\n{extra.TrimEnd()}\nContent-Length: 0\n\n";
    }

    private static async Task<SipMessage> ExchangeAsync(TcpClient tcp, string request)
    {
        var stream = tcp.GetStream();
        await stream.WriteAsync(Wire.Bytes(request), TestContext.Current.CancellationToken);
        var buffer = new byte[4096];
        var length = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
        return SipParser.Parse(buffer[..length]).Message!;
    }
}
