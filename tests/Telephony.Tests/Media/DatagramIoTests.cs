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
    [InlineData(true, "127.0.0.1")]
    [InlineData(false, "127.0.0.1")]
    [InlineData(true, "::1")]
    public void One_at_a_time_leaves_the_others_waiting(bool native, string address)
    {
        Assert.SkipWhen(address == "::1" && !Socket.OSSupportsIPv6, "There is no IPv6 here.");
        Assert.SkipWhen(native && !LinuxDatagrams.IsAvailable, "recvfrom is Linux's.");
        DatagramIo io = native ? new LinuxDatagrams() : new ManagedDatagrams();
        using var here = Bind(address);
        using var there = Bind(address);
        Assert.False(io.ReceiveOne(here));

        for (byte n = 1; n <= 3; n++) io.Send(there, new byte[n], Peer.Of((IPEndPoint)here.LocalEndPoint!));
        Assert.True(io.ReceiveOne(here));
        Assert.Equal((1, Peer.Of((IPEndPoint)there.LocalEndPoint!)), (io.Data(0).Length, io.Source(0)));
        Assert.Equal(2, io.Receive(here));
        Assert.Equal((3, Peer.Of((IPEndPoint)there.LocalEndPoint!)), (io.Data(1).Length, io.Source(1)));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_connected_socket_hears_its_peer_alone_and_everybody_again_afterwards(string address)
    {
        Assert.SkipWhen(address == "::1" && !Socket.OSSupportsIPv6, "There is no IPv6 here.");
        Assert.SkipUnless(LinuxDatagrams.IsAvailable, "connect is Linux's.");
        var io = new LinuxDatagrams();
        var pair = new PortPool(IPAddress.Parse(address), 21_000, 21_900, TimeSpan.Zero, TimeProvider.System).Take(); // by its number: one the kernel chose would be lost with the connection
        using var here = pair.Rtp;
        using var reports = pair.Rtcp;
        using var peer = Bind(address);
        using var stranger = Bind(address);
        var ourselves = Peer.Of((IPEndPoint)here.LocalEndPoint!);

        Assert.True(io.Connect(here, Peer.Of((IPEndPoint)peer.LocalEndPoint!)));
        io.Send(stranger, [1], ourselves);
        io.Send(peer, [1, 2], ourselves);
        Assert.Equal(1, io.Receive(here));
        Assert.Equal([1, 2], io.Data(0).ToArray());
        Assert.True(io.Send(here, [1, 2, 3], null));
        Assert.Equal(1, io.Receive(peer));
        Assert.Equal(ourselves, io.Source(0));

        Assert.True(io.Connect(here, null));
        Assert.Equal(ourselves, Peer.Of((IPEndPoint)here.LocalEndPoint!));
        io.Send(stranger, [1], ourselves);
        Assert.True(io.ReceiveOne(here));
        Assert.Equal(Peer.Of((IPEndPoint)stranger.LocalEndPoint!), io.Source(0));
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
