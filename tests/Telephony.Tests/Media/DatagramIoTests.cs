using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class DatagramIoTests
{
    [Theory]
    [InlineData(true, "127.0.0.1")]
    [InlineData(false, "127.0.0.1")]
    [InlineData(true, "::1")]
    [InlineData(false, "::1")]
    public void Both_ways_to_the_network_take_what_waits_in_batches_and_know_the_sender(bool native, string address)
    {
        Assert.SkipWhen(address == "::1" && !Socket.OSSupportsIPv6, "There is no IPv6 here.");
        Assert.SkipWhen(native && !LinuxDatagrams.IsAvailable, "recvmmsg is Linux's.");
        DatagramIo io = native ? new LinuxDatagrams() : new ManagedDatagrams();
        using var here = Bind(address);
        using var there = Bind(address);
        Assert.Equal(0, io.Receive(here));

        var (from, to) = (Peer.Of((IPEndPoint)there.LocalEndPoint!), Peer.Of((IPEndPoint)here.LocalEndPoint!));
        for (byte n = 0; n < 20; n++) Assert.True(io.Send(there, [n, .. new byte[n]], to));
        Assert.Equal(DatagramIo.BatchSize, io.Receive(here));
        Assert.Equal([7, 0, 0, 0, 0, 0, 0, 0], io.Data(7).ToArray());
        Assert.Equal(from, io.Source(15));
        Assert.Equal(4, io.Receive(here));
        Assert.Equal(20, io.Data(3).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_peer_that_is_gone_does_not_stop_the_others(bool native)
    {
        Assert.SkipWhen(native && !LinuxDatagrams.IsAvailable, "recvmmsg is Linux's.");
        DatagramIo io = native ? new LinuxDatagrams() : new ManagedDatagrams();
        using var here = Bind();
        using var there = Bind();
        var gone = Bind();
        var nobody = Peer.Of((IPEndPoint)gone.LocalEndPoint!);
        gone.Dispose();
        io.Send(here, [1], nobody);
        io.Send(here, [1], nobody);
        io.Send(there, [2], Peer.Of((IPEndPoint)here.LocalEndPoint!));
        var received = io.Receive(here) + io.Receive(here);
        Assert.Equal(1, received);
    }

    private static Socket Bind(string address = "127.0.0.1")
    {
        var local = new IPEndPoint(IPAddress.Parse(address), 0);
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        socket.Bind(local);
        return socket;
    }
}
