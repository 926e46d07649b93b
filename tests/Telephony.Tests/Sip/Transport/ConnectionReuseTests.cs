using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Sip;

namespace Hotline.Telephony.Tests.Sip.Transport;

public sealed class ConnectionReuseTests
{
    [Fact]
    public async Task A_peer_that_asks_for_it_is_called_on_the_connection_it_opened()
    {
        await using var stack = await TestStack.StartAsync();
        using var peer = new TcpClient();
        await peer.ConnectAsync(stack.Stack.LocalEndPoint, TestContext.Current.CancellationToken);
        var port = ((IPEndPoint)peer.Client.LocalEndPoint!).Port;
        var closed = port == 65535 ? port - 1 : port + 1; // nobody listens there: a connection of ours would fail
        var stream = peer.GetStream();
        await stream.WriteAsync(Wire.Bytes(Wire.Request("OPTIONS", via: $"SIP/2.0/TCP 127.0.0.1:{closed};rport;alias")), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.StartsWith("SIP/2.0 200", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        stack.Dial(new(IPAddress.Loopback, closed), ";transport=tcp");
        string? line;
        while ((line = await reader.ReadLineAsync(TestContext.Current.CancellationToken))?.StartsWith("INVITE ", StringComparison.Ordinal) == false) { }
        Assert.Equal($"INVITE sip:12345@127.0.0.1:{closed};transport=tcp SIP/2.0", line);
    }
}
