using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading.Channels;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip.Messages;

/// <summary>The torture tests of RFC 4475: what its section 3 says of each message, by the parser and by the running stack.</summary>
public sealed class Rfc4475Tests
{
    public static TheoryData<string> Names => [.. TortureMessage.All.Select(m => m.Name)];

    [Fact]
    public void All_49_messages_are_here() =>
        Assert.Equal((49, 49), (TortureMessage.All.Count, TortureMessage.All.Select(m => Convert.ToHexString(m.Bytes())).Distinct(StringComparer.Ordinal).Count()));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_parser_takes_each_as_the_RFC_says(string name)
    {
        var message = Of(name);
        Assert.Equal(message.IsValid, SipParser.Parse(message.Bytes()).IsGood);
    }

    /// <summary>Each goes out from an address of its own, so that its Via's port can be listened at, and the stack lives on.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_stack_answers_each_as_the_RFC_says(string name)
    {
        var message = Of(name);
        await using var stack = await TestStack.StartAsync(onCall: call => call.Reject(486));
        using var sender = new Sender(stack.Stack.LocalEndPoint);
        await sender.SendAsync(message.Bytes());
        if (message.Answer > 0) Assert.Equal(message.Answer, (await sender.FinalAsync()).Status);

        await sender.SendAsync(Wire.Bytes(Wire.Request("OPTIONS", via: $"SIP/2.0/UDP {sender.Address}", callId: "after@test")));
        SipMessage last;
        do last = await sender.FinalAsync();
        while (message.Answer > 0 && last.Status == message.Answer && last.CSeqMethod == "INVITE"); // copies of the refusal
        Assert.Equal(("after@test", 200), (last.CallId, last.Status));
    }

    [Fact]
    public void The_tortuous_INVITE_reads_as_meant()
    {
        var m = SipParser.Parse(Of("wsinv").Bytes()).Message!;

        Assert.Equal(("1918181833n", "98asjd8", 9u, "INVITE"), (m.To.Tag, m.From.Tag, m.CSeq, m.CSeqMethod));
        Assert.Equal(("192.0.2.2:5060", "390skdjuw"), (m.Via.SentBy, m.Via.Branch));
        Assert.Equal(150, m.Body.Length);
    }

    private static TortureMessage Of(string name) => TortureMessage.All.Single(m => m.Name == name);

    /// <summary>The ports that the messages' Vias name, of one loopback address.</summary>
    private sealed class Sender : IDisposable
    {
        private readonly Channel<byte[]> _received = Channel.CreateUnbounded<byte[]>();
        private readonly CancellationTokenSource _over = new();
        private readonly IPEndPoint _to;
        private readonly Socket[] _sockets;

        internal Sender(IPEndPoint to)
        {
            _to = to;
            Address = new([127, 77, (byte)RandomNumberGenerator.GetInt32(256), (byte)RandomNumberGenerator.GetInt32(1, 255)]);
            _sockets = [.. new[] { 5060, 5050, 5061 }.Select(Bound)];
            foreach (var socket in _sockets) _ = ReceiveAllAsync(socket);
        }

        internal IPAddress Address { get; }

        internal async Task SendAsync(byte[] bytes) => await _sockets[0].SendToAsync(bytes, _to, TestContext.Current.CancellationToken);

        internal async Task<SipMessage> FinalAsync()
        {
            while (true)
            {
                var message = SipParser.Parse(await _received.Reader.ReadAsync(TestContext.Current.CancellationToken)).Message!;
                if (message.Status >= 200) return message;
            }
        }

        private async Task ReceiveAllAsync(Socket socket)
        {
            var buffer = new byte[8192];
            while (await socket.ReceiveAsync(buffer, _over.Token) is var count) await _received.Writer.WriteAsync(buffer[..count], _over.Token);
        }

        private Socket Bound(int port)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(Address, port));
            return socket;
        }

        public void Dispose()
        {
            _over.Cancel();
            foreach (var socket in _sockets) socket.Dispose();
            _over.Dispose();
        }
    }
}
