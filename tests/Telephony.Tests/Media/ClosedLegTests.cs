using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

/// <summary>The numbers of a closed leg's sockets go to the next that are opened, of any call: an order that comes too late must not reach them.</summary>
public sealed class ClosedLegTests : IAsyncDisposable
{
    private readonly WatchedDatagrams _datagrams = new(DatagramIo.Create());
    private readonly Studio _studio;

    public ClosedLegTests() => _studio = new(datagrams: _datagrams);

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Fact]
    public void A_leg_that_was_closed_touches_no_socket_whoever_connects_or_joins_it_afterwards()
    {
        var (leg, phone, _) = _studio.Connect();
        for (var n = 0; n < 20; n++)
        {
            phone.Say(7);
            _studio.Tick();
        }

        var conversation = _studio.Engine.OpenConversation(CallId.New());
        leg.Close();
        _studio.Tick();
        Assert.NotEqual(0, _datagrams.Touched);

        _datagrams.Touched = 0;
        leg.Connect(phone.Agreement());
        conversation.Join(leg, Party.Citizen);
        _studio.Tick(20);
        Assert.Equal((0, 0), (_datagrams.Touched, _studio.Engine.Counters.Legs));
    }

    /// <summary>The real ones, and how often a socket was touched.</summary>
    private sealed class WatchedDatagrams(DatagramIo real) : DatagramIo
    {
        internal int Touched { get; set; }

        internal override int Receive(MediaSocket socket) => Touch(real.Receive(socket));

        internal override bool ReceiveOne(MediaSocket socket) => Touch(real.ReceiveOne(socket));

        internal override Span<byte> Data(int index) => real.Data(index);

        internal override Peer Source(int index) => real.Source(index);

        internal override bool Send(MediaSocket socket, ReadOnlySpan<byte> datagram, Peer? to) => Touch(real.Send(socket, datagram, to));

        internal override bool Connect(MediaSocket socket, Peer? only) => Touch(real.Connect(socket, only));

        private T Touch<T>(T result)
        {
            Touched++;
            return result;
        }
    }
}
