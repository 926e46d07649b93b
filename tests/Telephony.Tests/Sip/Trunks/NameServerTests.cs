using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Sip.Trunks;

namespace Hotline.Telephony.Tests.Sip.Trunks;

/// <summary>A trunk that is a name: its servers come from DNS (RFC 2782, RFC 3263).</summary>
public sealed class NameServerTests
{
    [Fact]
    public async Task A_name_without_a_port_leads_to_its_servers_in_their_order_and_past_one_out_of_service()
    {
        using var first = new RawPeer(new(IPAddress.Loopback, 9));
        using var second = new RawPeer(new(IPAddress.Loopback, 9));
        using var names = new FakeNameServer("_sip._udp.carrier.test", new ServiceRecord(20, 1, second.Port, "localhost"), new ServiceRecord(10, 1, first.Port, "localhost"));
        await using var stack = await TestStack.StartAsync(new()
        {
            Farewell = TimeSpan.Zero, NameServers = [names.Address], Trunks = [new() { Name = "carrier", Addresses = [new() { Uri = "sip:carrier.test" }] }],
        });
        var call = new TestCall();
        call.Call = stack.Stack.Call(SipUri.Parse("sip:13900000000@ignored"), SipUri.Parse("sip:12345@127.0.0.1"), OfferAnswer.Offer(TestStack.Media), call.Sink, trunk: "carrier");

        var invite = await first.ReceiveAsync(m => m.Method == "INVITE");
        Assert.Equal("sip:13900000000@carrier.test", invite.RequestUri);
        first.Redirect(stack.Stack.LocalEndPoint);
        await first.AnswerAsync(invite, 503, "t");
        Assert.Equal(invite.CallId, (await second.ReceiveAsync(m => m.Method == "INVITE")).CallId);
        Assert.Equal([true, false], stack.Stack.Trunks[0].Addresses.Select(a => a.Up));
        Assert.Contains($"localhost:{first.Port}", stack.Stack.Trunks[0].Addresses[1].Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_server_that_says_nothing_useful_costs_only_the_servers_it_might_have_named()
    {
        using var names = new FakeNameServer("_sip._udp.other.test", new ServiceRecord(1, 1, 1, "x"));
        await using var stack = await TestStack.StartAsync(new()
        {
            Farewell = TimeSpan.Zero, NameServers = [names.Address], Trunks = [new() { Name = "carrier", Addresses = [new() { Uri = "sip:localhost" }] }],
        });
        Assert.Equal("sip:localhost", Assert.Single(stack.Stack.Trunks[0].Addresses).Uri);
    }

    [Fact]
    public void Names_are_read_through_their_abbreviations_and_no_service_is_none()
    {
        byte[] head = [0, 7, 0x84, 0, 0, 1, 0, 2, 0, 0, 0, 0, 4, .. "_sip"u8, 4, .. "_udp"u8, 1, (byte)'a', 2, .. "cn"u8, 0, 0, 33, 0, 1];
        byte[] record = [0xC0, 12, 0, 33, 0, 1, 0, 0, 0, 9, 0, 11, 0, 5, 0, 6, 0x13, 0xC4, 2, .. "s1"u8, 0xC0, 22];
        byte[] none = [0xC0, 12, 0, 33, 0, 1, 0, 0, 0, 9, 0, 7, 0, 5, 0, 6, 0, 0, 0];
        Assert.Equal([new ServiceRecord(5, 6, 5060, "s1.a.cn")], ServiceRecord.Read([.. head, .. record, .. none], 7));
        Assert.Null(ServiceRecord.Read([.. head, .. record, .. none], 8));
        byte[] refused = [0, 7, 0x84, 5, .. head[4..], .. record, .. none], cut = [0, 7, 0x86, 0, .. head[4..], .. record, .. none];
        Assert.Null(ServiceRecord.Read(refused, 7));
        Assert.Null(ServiceRecord.Read(cut, 7));
        Assert.Throws<ArgumentException>(() => ServiceRecord.Question(1, "_sip._udp..cn"));
    }

    [Fact]
    public void No_answer_makes_the_reader_throw_or_go_in_circles()
    {
        var random = new Random(4711);
        byte[] good = [0, 7, 0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, (byte)'a', 0, 0, 33, 0, 1, 0xC0, 12, 0, 33, 0, 1, 0, 0, 0, 9, 0, 9, 0, 5, 0, 6, 0x13, 0xC4, 0xC0, 34, 0];
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var n = 0; n < 4; n++) bytes[random.Next(2, bytes.Length)] = (byte)random.Next(256);
            _ = ServiceRecord.Read(bytes.AsSpan(0, random.Next(bytes.Length + 1)), 7);
        }
    }

    /// <summary>Knows the servers of one name.</summary>
    private sealed class FakeNameServer : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly string _name;
        private readonly ServiceRecord[] _records;

        internal FakeNameServer(string name, params ServiceRecord[] records)
        {
            (_name, _records) = (name, records);
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _ = AnswerAsync();
        }

        internal IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

        private async Task AnswerAsync()
        {
            var buffer = new byte[512];
            try
            {
                while (true)
                {
                    var asked = await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                    await _socket.SendToAsync(Answer(buffer[..asked.ReceivedBytes]), asked.RemoteEndPoint);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over
            }
        }

        private byte[] Answer(byte[] question)
        {
            var known = question.AsSpan(12).StartsWith(Labels(_name));
            var answer = new List<byte>(question) { [2] = 0x84, [3] = (byte)(known ? 0 : 3), [7] = (byte)(known ? _records.Length : 0) };
            foreach (var r in known ? _records : [])
            {
                byte[] data = [0, (byte)r.Priority, 0, (byte)r.Weight, (byte)(r.Port >> 8), (byte)r.Port, .. Labels(r.Host)];
                answer.AddRange([0xC0, 12, 0, 33, 0, 1, 0, 0, 0, 60, 0, (byte)data.Length, .. data]);
            }

            return [.. answer];
        }

        private static byte[] Labels(string name) => [.. name.Split('.').SelectMany(l => System.Text.Encoding.ASCII.GetBytes(l).Prepend((byte)l.Length)), 0];

        public void Dispose() => _socket.Dispose();
    }
}
